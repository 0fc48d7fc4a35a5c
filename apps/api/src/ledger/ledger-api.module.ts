import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { Module } from '@nestjs/common';
import { LedgerController } from './ledger.controller.js';
import { PunchesController } from './punches.controller.js';

@Module({ imports: [PunchLedgerModule], controllers: [PunchesController, LedgerController] })
export class LedgerApiModule {}
