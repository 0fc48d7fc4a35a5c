import { ClocksModule } from '@cunqin/clocks';
import { Module } from '@nestjs/common';
import { ClocksController, ClockStatesController } from './clocks.controller.js';

@Module({ imports: [ClocksModule], controllers: [ClockStatesController, ClocksController] })
export class ClocksApiModule {}
