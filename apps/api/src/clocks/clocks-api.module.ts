import { AccountsModule } from '@cunqin/accounts';
import { ClocksModule } from '@cunqin/clocks';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { Module } from '@nestjs/common';
import { ClockIncidentsController } from './clock-incidents.controller.js';
import { ClocksController, ClockStatesController } from './clocks.controller.js';
import { ImportPunchesController } from './import-punches.controller.js';
import { PushClocksController } from './push-clocks.controller.js';

@Module({
  imports: [ClocksModule, PunchLedgerModule, AccountsModule],
  // `clocks/unknown` must be found before `clocks/:id`.
  controllers: [
    PushClocksController,
    ClockStatesController,
    ClocksController,
    ClockIncidentsController,
    ImportPunchesController,
  ],
})
export class ClocksApiModule {}
