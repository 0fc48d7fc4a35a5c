import { AccountsModule } from '@cunqin/accounts';
import { AssessmentModule } from '@cunqin/assessment';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsApiModule } from './accounts/accounts-api.module.js';
import { AssessmentsApiModule } from './assessments/assessments-api.module.js';
import { ClocksApiModule } from './clocks/clocks-api.module.js';
import { FactsApiModule } from './facts/facts-api.module.js';
import { FirstStart } from './first-start.js';
import { HealthModule } from './health/health.module.js';
import { AuditInterceptor } from './http/audit.interceptor.js';
import { NotFoundEverywhere } from './http/not-found-everywhere.js';
import { IclockModule } from './iclock/iclock.module.js';
import { ImportsApiModule } from './imports/imports-api.module.js';
import { LedgerApiModule } from './ledger/ledger-api.module.js';
import { MonthsApiModule } from './months/months-api.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { SetUpApiModule } from './set-up/set-up-api.module.js';

/** Everything that answers HTTP. */
@Module({
  imports: [
    AccountsModule,
    RosterModule,
    PunchLedgerModule,
    AssessmentModule,
    AccountsApiModule,
    SetUpApiModule,
    ClocksApiModule,
    IclockModule,
    FactsApiModule,
    ImportsApiModule,
    LedgerApiModule,
    AssessmentsApiModule,
    MonthsApiModule,
    HealthModule,
    MetricsModule,
  ],
  providers: [FirstStart, NotFoundEverywhere, { provide: APP_INTERCEPTOR, useClass: AuditInterceptor }],
})
export class ApiRoutesModule {}
