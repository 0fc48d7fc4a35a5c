import { AccountsModule } from '@cunqin/accounts';
import { ClocksModule } from '@cunqin/clocks';
import { Module } from '@nestjs/common';
import { ClocksController, ClockStatesController } from './clocks.controller.js';
import { ImportPunchesController } from './import-punches.controller.js';
import { PushClocksController } from './push-clocks.controller.js';

@Module({
  imports: [ClocksModule, AccountsModule],
  // `clocks/unknown` must be found before `clocks/:id`.
  controllers: [PushClocksController, ClockStatesController, ClocksController, ImportPunchesController],
})
export class ClocksApiModule {}
