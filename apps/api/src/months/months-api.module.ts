import { AccountsModule } from '@cunqin/accounts';
import { AssessmentModule } from '@cunqin/assessment';
import { BulletinsModule } from '@cunqin/bulletins';
import { SettlementModule } from '@cunqin/settlement';
import { Module } from '@nestjs/common';
import { DeductionsController } from './deductions.controller.js';
import { MonthlyDocumentsController } from './monthly-documents.controller.js';
import { MonthsController } from './months.controller.js';
import { ObjectionsController } from './objections.controller.js';
import { PayrollReceiptsController } from './payroll-receipts.controller.js';
import { PayrollSettingsController } from './payroll-settings.controller.js';
import { SettlementController } from './settlement.controller.js';

@Module({
  imports: [AccountsModule, AssessmentModule, BulletinsModule, SettlementModule],
  controllers: [
    MonthlyDocumentsController,
    MonthsController,
    ObjectionsController,
    SettlementController,
    DeductionsController,
    PayrollSettingsController,
    PayrollReceiptsController,
  ],
})
export class MonthsApiModule {}
