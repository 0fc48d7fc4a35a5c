import { Injectable } from '@nestjs/common';
import type { ClockPunch } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { CopyPunchesRepository } from './copy-punches.repository.js';
import { chainHash } from './domain/chain.js';
import type { PunchRecord, Suspicion } from './domain/punch-record.js';
import { suspicionsOf } from './domain/suspicions.js';
import { HeldPunchesRepository } from './held-punches.repository.js';
import { ledgerErrors } from './ledger-errors.js';
import { type ChainLink, PunchLedgerRepository, type ReadCircumstances } from './punch-ledger.repository.js';
import { RecordLostTimesService } from './record-lost-times.service.js';

/** What is to be linked to a clock's chain, and what is known of the order it came in. */
export interface Addition {
  readonly circumstances: ReadCircumstances;
  readonly timeZone: string;
  readonly punches: readonly ClockPunch[];
  /** Whether their records carry internal ids, and the numbers are what those mean now. */
  readonly internalIds: boolean;
  /** How many of the punches, from the first on, the ledger is known to hold. */
  readonly held: number;
  readonly timeOrdered: boolean;
  readonly lastGood: Temporal.PlainDateTime | null;
}

/** How many punches became links, and how many of those are suspect. */
export interface Linked {
  readonly appended: number;
  readonly suspect: number;
}

/** Makes new punches links of their clock's chain. The caller holds the chain's lock. */
@Injectable()
export class LinkPunchesService {
  constructor(
    private readonly ledger: PunchLedgerRepository,
    private readonly held: HeldPunchesRepository,
    private readonly copies: CopyPunchesRepository,
    private readonly lostTimes: RecordLostTimesService,
  ) {}

  /**
   * Links to the clock's chain what the ledger does not hold yet. Only that is looked at with suspicion:
   * what it holds was looked at when it was young.
   *
   * @throws CodedError `LEDGER.BAD_NUMBER`, `LEDGER.CHAIN_MOVED`
   */
  async link(manager: EntityManager, addition: Addition): Promise<Linked> {
    const { circumstances: read, punches, held, internalIds } = addition;
    const log = { clockId: read.clockId, punches, internalIds };
    const positions = await this.held.unknownAmong(manager, log, held);
    if (positions.length === 0) return { appended: 0, suspect: 0 };
    const fresh = positions.map((position) => punches[position] as ClockPunch);
    for (const { number, index } of fresh) if (!isText(number)) throw ledgerErrors.badNumber(index);
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
    await this.copies.copy(manager, read.clockId, linksOf(read, fresh, suspicions, head));
    await this.ledger.markPunchWeeks(manager, read.clockId, head.sequence);
    const looked = fresh.map(({ clockTime }, added) => ({ clockTime, suspicions: suspicions[added] ?? [] }));
    await this.lostTimes.record(manager, read, addition.timeZone, looked, head.sequence + 1);
    return { appended: fresh.length, suspect: suspicions.filter(({ length }) => length > 0).length };
  }
}

/** Link by link, as they are asked for: a log of half a million records need not be held twice. */
function* linksOf(
  read: ReadCircumstances,
  punches: readonly ClockPunch[],
  suspicions: readonly (readonly Suspicion[])[],
  head: { readonly sequence: number; readonly hash: Buffer },
): Generator<ChainLink> {
  const receivedAt = read.finishedAt.toString({ fractionalSecondDigits: 3 });
  const { clockId, source, readId } = read;
  let { sequence, hash } = head;
  for (const [added, punch] of punches.entries()) {
    sequence += 1;
    const record: PunchRecord = {
      clockId,
      sequence,
      number: punch.number,
      clockTime: punch.clockTime,
      verifyMode: punch.verifyMode,
      punchState: punch.punchState,
      workCode: punch.workCode,
      raw: punch.raw,
      source,
      readId,
      receivedAt,
      suspicions: suspicions[added] ?? [],
    };
    hash = chainHash(hash, record);
    yield { record, hash };
  }
}

/** PostgreSQL's text has no NUL, and half a surrogate pair would come back as another character than was hashed. */
function isText(number: string): boolean {
  return !number.includes('\0') && !/\p{Surrogate}/u.test(number);
}
