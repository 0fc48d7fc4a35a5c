import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { GENESIS, sealHash, type SealedHead } from './domain/chain.js';

/** A daily seal over the heads of all chains. */
export interface LedgerSeal {
  /** `2026-10-26`. */
  readonly date: string;
  /** Hex. */
  readonly hash: string;
}

/** Seals the ledger once a day, each seal chained to the one before: a seal is not in the journal it seals. */
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
      const heads = await this.heads(manager);
      const previous = latest === null ? GENESIS : Buffer.from(latest.hash, 'hex');
      const hash = sealHash(previous, { version: 2, date, heads });
      await manager.query(
        `INSERT INTO ledger_seal (sealed_on, sealed_at, version, heads, previous_hash, hash)
         VALUES ($1, $2, 2, $3, $4, $5)`,
        [date, this.time.now().toString(), JSON.stringify(heads), previous, hash],
      );
      return { date, hash: hash.toString('hex') };
    });
  }

  /** Where every chain ends now, by one look: the clocks in order, and 0 for what belongs to none. */
  private async heads(manager: EntityManager): Promise<SealedHead[]> {
    return manager.query(
      `SELECT chain.id AS "clockId", coalesce(punch.sequence, 0)::integer AS sequence,
              encode(coalesce(punch.hash, $1), 'hex') AS hash,
              jsonb_build_object('position', coalesce(journal.position, 0),
                                 'hash', encode(coalesce(journal.hash, $1), 'hex')) AS journal
       FROM (SELECT 0 AS id UNION ALL SELECT id FROM clock) AS chain
       LEFT JOIN LATERAL (SELECT sequence, hash FROM punch WHERE clock_id = chain.id
                          ORDER BY sequence DESC LIMIT 1) AS punch ON true
       LEFT JOIN LATERAL (SELECT position, hash FROM journal WHERE journal.chain = chain.id
                          ORDER BY position DESC LIMIT 1) AS journal ON true
       WHERE chain.id = 0 OR punch.sequence IS NOT NULL OR journal.position IS NOT NULL
       ORDER BY chain.id`,
      [GENESIS],
    );
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
