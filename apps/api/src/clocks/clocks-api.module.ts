import { ClocksModule } from '@cunqin/clocks';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { Module } from '@nestjs/common';
import { ClockIncidentsController } from './clock-incidents.controller.js';
import { ClocksController, ClockStatesController } from './clocks.controller.js';

@Module({
  imports: [ClocksModule, PunchLedgerModule],
  controllers: [ClockStatesController, ClocksController, ClockIncidentsController],
})
export class ClocksApiModule {}
