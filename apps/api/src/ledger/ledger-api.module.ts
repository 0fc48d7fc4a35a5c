import { AssessmentModule } from '@cunqin/assessment';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { Module } from '@nestjs/common';
import { LedgerController } from './ledger.controller.js';
import { PunchesController } from './punches.controller.js';
import { QuarantineSettingsController } from './quarantine-settings.controller.js';

@Module({
  imports: [AssessmentModule, PunchLedgerModule],
  controllers: [PunchesController, LedgerController, QuarantineSettingsController],
})
export class LedgerApiModule {}
