import { CONFIG, type Config } from '@cunqin/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { ledgerErrors } from './ledger-errors.js';
import { type LedgerSeal, SealLedgerService } from './seal-ledger.service.js';
import { damageSince } from './verification/recent-punches.repository.js';
import { VerificationRunsRepository } from './verification/verification-runs.repository.js';

/** What a paper may say of the ledger it rests on: its seal, and that nobody has touched it. */
@Injectable()
export class LedgerProofService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: VerificationRunsRepository,
    private readonly seals: SealLedgerService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The latest seal; `null`: nothing was sealed yet. */
  async seal(): Promise<LedgerSeal | null> {
    return this.seals.latest();
  }

  /**
   * Makes sure, before a paper about some days goes out, that no damage is known, and that the part of every
   * chain in which punches of these days can lie is whole now. That costs as much as was punched since then,
   * however large the ledger is.
   *
   * @throws CodedError `LEDGER.CHAIN_BROKEN` naming what was done where
   */
  async assertSound(from: Temporal.PlainDate, until: Temporal.PlainDate): Promise<void> {
    const known = await this.runs.lastReport();
    if (known?.ok === false) throw ledgerErrors.chainBroken(known);
    const period = {
      from: from.toString(),
      until: until.add({ days: 1 }).toString(),
      began: from.toZonedDateTime(this.config.timeZone).toInstant().toString(),
    };
    const damage = await this.dataSource.transaction('REPEATABLE READ', (snapshot) =>
      damageSince(snapshot, period),
    );
    if (damage !== null) throw ledgerErrors.chainBroken({ broken: [damage], records: [], sealBroken: null });
  }
}
