import { Roles } from '@cunqin/accounts';
import { type DerivedDifference, VerifyDerivedService } from '@cunqin/assessment';
import { type LedgerSeal, SealLedgerService, VerifyLedgerService } from '@cunqin/punch-ledger';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SealsQuery, VerificationQuery } from './ledger.dto.js';
import { type DerivedVerificationAnswer, VerificationAnswer } from './verification.dto.js';

const SEALS_SHOWN = 400;
const DIFFERENCES_SHOWN = 100;

@ApiTags('ledger')
@Controller('ledger')
@Roles('admin', 'office', 'leader', 'auditor')
export class LedgerController {
  constructor(
    private readonly verifier: VerifyLedgerService,
    private readonly seals: SealLedgerService,
    private readonly derived: VerifyDerivedService,
  ) {}

  /** Recomputes every chain, holds every row of evidence against the journal, and names what was done. */
  @Get('verification')
  async verification(@Query() query: VerificationQuery): Promise<VerificationAnswer> {
    const found = await this.verifier.verify();
    return {
      ...found,
      seal: (await this.seals.latest())?.hash ?? null,
      ...(query.derived === true && { derived: await this.verifyDerived() }),
    };
  }

  /** What the last verification found: the nightly one, unless somebody asked since. */
  @Get('verification/last')
  async lastVerification(): Promise<VerificationAnswer> {
    return { ...(await this.verifier.last()), seal: (await this.seals.latest())?.hash ?? null };
  }

  /** Daily seals, newest first. */
  @Get('seals')
  async list(@Query() query: SealsQuery): Promise<{ items: LedgerSeal[]; total: number }> {
    const items = await this.seals.list({ ...query, limit: SEALS_SHOWN });
    return { items, total: items.length };
  }

  private async verifyDerived(): Promise<DerivedVerificationAnswer> {
    const rows: DerivedDifference[] = [];
    const found = await this.derived.verify((difference) => {
      if (rows.length < DIFFERENCES_SHOWN) rows.push(difference);
    });
    return { ...found, rows };
  }
}
