import { Module } from '@nestjs/common';
import { RosterModule } from '@cunqin/roster';
import { AbsencesService } from './absences.service.js';
import { CorrectionsRepository } from './corrections.repository.js';
import { CorrectionsService } from './corrections.service.js';
import { DecideSlipService } from './decide-slip.service.js';
import { EmergencyDutiesService } from './emergency-duties.service.js';
import { EnterpriseVisitsService } from './enterprise-visits.service.js';
import { FileSlipService } from './file-slip.service.js';
import { OutagesService } from './outages.service.js';
import { SlipsRepository } from './slips.repository.js';

const registers = [
  AbsencesService,
  EnterpriseVisitsService,
  EmergencyDutiesService,
  OutagesService,
  CorrectionsService,
];

/** What people add to the facts. No fact is changed by it. */
@Module({
  imports: [RosterModule],
  providers: [...registers, FileSlipService, DecideSlipService, SlipsRepository, CorrectionsRepository],
  exports: [...registers, DecideSlipService, SlipsRepository],
})
export class AbsencesModule {}
