import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { type ChainHead, GENESIS, sealHash } from './domain/chain.js';

/** A daily seal over the heads of all chains. */
export interface LedgerSeal {
  /** `2026-10-26`. */
  readonly date: string;
  /** Hex. */
  readonly hash: string;
}

/** Seals the ledger once a day, each seal chained to the one before. */
@Injectable()
export class SealLedgerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Seals the ledger for today, or answers today's seal when it is there: running it twice is safe. */
  async sealToday(): Promise<LedgerSeal> {
    const date = this.time.localNow(this.config.timeZone).toPlainDate().toString();
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('ledger-seal'))`);
      const latest = await this.latest();
      if (latest !== null && latest.date >= date) return latest;
      const heads: ChainHead[] = await manager.query(
        `SELECT DISTINCT ON (clock_id) clock_id AS "clockId", sequence::integer AS sequence,
                encode(hash, 'hex') AS hash
         FROM punch ORDER BY clock_id, sequence DESC`,
      );
      const previous = latest === null ? GENESIS : Buffer.from(latest.hash, 'hex');
      const hash = sealHash(previous, date, heads);
      await manager.query(
        `INSERT INTO ledger_seal (sealed_on, sealed_at, heads, previous_hash, hash) VALUES ($1, $2, $3, $4, $5)`,
        [date, this.time.now().toString(), JSON.stringify(heads), previous, hash],
      );
      return { date, hash: hash.toString('hex') };
    });
  }

  async latest(): Promise<LedgerSeal | null> {
    return (await this.list({ limit: 1 }))[0] ?? null;
  }

  /** Seals, newest first; of one date if given. */
  async list(filter: { date?: string; limit: number }): Promise<LedgerSeal[]> {
    return this.dataSource.query(
      `SELECT sealed_on::text AS date, encode(hash, 'hex') AS hash FROM ledger_seal
       WHERE $1::date IS NULL OR sealed_on = $1
       ORDER BY sealed_on DESC LIMIT $2`,
      [filter.date ?? null, filter.limit],
    );
  }
}
