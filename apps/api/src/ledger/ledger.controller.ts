import { Roles } from '@cunqin/accounts';
import {
  type LedgerSeal,
  type LedgerVerification,
  SealLedgerService,
  VerifyLedgerService,
} from '@cunqin/punch-ledger';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SealsQuery } from './ledger.dto.js';

const SEALS_SHOWN = 400;

@ApiTags('ledger')
@Controller('ledger')
@Roles('admin', 'office', 'leader', 'auditor')
export class LedgerController {
  constructor(
    private readonly verifier: VerifyLedgerService,
    private readonly seals: SealLedgerService,
  ) {}

  /** Recomputes every chain and names the first broken punch of each. */
  @Get('verification')
  async verification(): Promise<LedgerVerification & { seal: string | null }> {
    return { ...(await this.verifier.verify()), seal: (await this.seals.latest())?.hash ?? null };
  }

  /** Daily seals, newest first. */
  @Get('seals')
  async list(@Query() query: SealsQuery): Promise<{ items: LedgerSeal[]; total: number }> {
    const items = await this.seals.list({ ...query, limit: SEALS_SHOWN });
    return { items, total: items.length };
  }
}
