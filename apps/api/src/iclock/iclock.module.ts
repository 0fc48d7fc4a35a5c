import { ClocksModule } from '@cunqin/clocks';
import { Module } from '@nestjs/common';
import { IclockController } from './iclock.controller.js';

@Module({ imports: [ClocksModule], controllers: [IclockController] })
export class IclockModule {}
