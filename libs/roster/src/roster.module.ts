import { AccountsModule } from '@cunqin/accounts';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CadreChangesService } from './cadre-changes.service.js';
import { CadresService } from './cadres.service.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { EnrolmentsService } from './enrolments.service.js';
import { CadreCategory } from './entities/cadre-category.entity.js';
import { CadreHomeVillage } from './entities/cadre-home-village.entity.js';
import { CadrePost } from './entities/cadre-post.entity.js';
import { Cadre } from './entities/cadre.entity.js';
import { Enrolment } from './entities/enrolment.entity.js';
import { HolidayNoticeVersion } from './entities/holiday-notice.entity.js';
import { Township } from './entities/township.entity.js';
import { Village } from './entities/village.entity.js';
import { HolidayNoticesService } from './holiday-notices.service.js';
import { TownshipsService } from './townships.service.js';
import { VillagesService } from './villages.service.js';

const services = [
  TownshipsService,
  VillagesService,
  CadresService,
  CadreChangesService,
  EnrolmentsService,
  HolidayNoticesService,
  DirtyWeeksRepository,
];

/** Townships, villages, cadres, enrolments and the calendar they live by. */
@Module({
  imports: [
    AccountsModule,
    TypeOrmModule.forFeature([
      Township,
      Village,
      Cadre,
      CadreCategory,
      CadreHomeVillage,
      CadrePost,
      Enrolment,
      HolidayNoticeVersion,
    ]),
  ],
  providers: services,
  exports: services,
})
export class RosterModule {}
