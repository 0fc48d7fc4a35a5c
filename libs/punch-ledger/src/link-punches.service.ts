import { Injectable } from '@nestjs/common';
import type { ClockPunch } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { chainHash } from './domain/chain.js';
import type { PunchRecord } from './domain/punch-record.js';
import { suspicionsOf } from './domain/suspicions.js';
import { type ChainLink, PunchLedgerRepository, type ReadCircumstances } from './punch-ledger.repository.js';

/** What is to be linked to a clock's chain, and what is known of the order it came in. */
export interface Addition {
  readonly circumstances: ReadCircumstances;
  readonly timeZone: string;
  readonly punches: readonly ClockPunch[];
  readonly timeOrdered: boolean;
  readonly lastGood: Temporal.PlainDateTime | null;
}

/** Makes new punches links of their clock's chain. The caller holds the chain's lock. */
@Injectable()
export class LinkPunchesService {
  constructor(private readonly ledger: PunchLedgerRepository) {}

  /**
   * Links to the clock's chain what the ledger does not hold yet. Only that is looked at with suspicion:
   * what it holds was looked at when it was young.
   */
  async link(manager: EntityManager, addition: Addition): Promise<ChainLink[]> {
    const { circumstances: read, punches } = addition;
    const positions = await this.ledger.unknownAmong(manager, read.clockId, punches);
    const fresh = positions.map((position) => punches[position] as ClockPunch);
    const suspicions = suspicionsOf(
      fresh.map(({ clockTime }) => clockTime),
      {
        serverTime: read.finishedAt.toZonedDateTimeISO(addition.timeZone).toPlainDateTime(),
        offsetSeconds: read.offsetSeconds,
        placedFrom: await this.ledger.firstPlacement(manager, read.clockId),
        timeOrdered: addition.timeOrdered,
        lastGood: addition.lastGood,
      },
    );
    const head = await this.ledger.head(manager, read.clockId);
    let hash = head.hash;
    const links = fresh.map((punch, added) => {
      const record: PunchRecord = {
        ...punch,
        clockId: read.clockId,
        sequence: head.sequence + 1 + added,
        source: read.source,
        readId: read.readId,
        receivedAt: read.finishedAt.toString({ fractionalSecondDigits: 3 }),
        suspicions: suspicions[added] ?? [],
      };
      hash = chainHash(hash, record);
      return { record, hash };
    });
    await this.ledger.insertPunches(manager, links);
    await this.ledger.markPunchWeeks(manager, read.clockId, head.sequence);
    return links;
  }
}
