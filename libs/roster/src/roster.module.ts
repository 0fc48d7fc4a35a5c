import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CadresService } from './cadres.service.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { EnrolmentsService } from './enrolments.service.js';
import { CadreCategory } from './entities/cadre-category.entity.js';
import { Cadre } from './entities/cadre.entity.js';
import { Enrolment } from './entities/enrolment.entity.js';
import { HolidayNoticeVersion } from './entities/holiday-notice.entity.js';
import { Township } from './entities/township.entity.js';
import { Village } from './entities/village.entity.js';
import { HolidayNoticesService } from './holiday-notices.service.js';
import { VillagesService } from './villages.service.js';

const services = [
  VillagesService,
  CadresService,
  EnrolmentsService,
  HolidayNoticesService,
  DirtyWeeksRepository,
];

/** Townships, villages, cadres, enrolments and the calendar they live by. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Township, Village, Cadre, CadreCategory, Enrolment, HolidayNoticeVersion]),
  ],
  providers: services,
  exports: services,
})
export class RosterModule {}
