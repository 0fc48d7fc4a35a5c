import type { RecordDamage } from '../domain/damage.js';
import { GENESIS } from '../domain/chain.js';
import { punchLink } from '../domain/punch-link.js';
import { ChainWalk } from '../domain/walk-chain.js';
import { type ChainKind, entryPages, type EntryLink, hashAt, punchPages } from './chain-pages.repository.js';
import {
  compareRows,
  type JournalTable,
  journalTables,
  keyOf,
  MOST_NAMED,
  type SpokenOf,
} from './journal-tables.repository.js';
import { type NamedHead, lostHeads } from './named-heads.repository.js';
import type { Queryable } from './rows.js';

/** A part of a chain that can be walked by itself: the links after one position up to another. */
export interface Stretch {
  readonly kind: ChainKind;
  readonly chain: number;
  readonly after: number;
  readonly until: number;
}

/** What a walk along a stretch found. Survives JSON. */
export interface StretchResult {
  /** Links seen. */
  readonly links: number;
  /** First position without an intact link. */
  readonly brokenAt: number | null;
  /** The first end of the clock's chain that a read named and that stands there no more. */
  readonly lostHead: NamedHead | null;
  /** Damage to rows that the entries speak of; not more than a hundred. */
  readonly records: readonly RecordDamage[];
  /** Tables that the entries speak of, and how many of their rows are gone. */
  readonly missing: Readonly<Record<string, number>>;
}

/** Walks a stretch with memory bounded by a page. */
export async function verifyStretch(database: Queryable, stretch: Stretch): Promise<StretchResult> {
  const { kind, chain, after } = stretch;
  const previous = after === 0 ? GENESIS : await hashAt(database, kind, chain, after);
  const walk = new ChainWalk(after + 1, previous);
  return kind === 'punch'
    ? verifyPunches(database, stretch, walk)
    : new JournalStretch(database, stretch, walk).verify();
}

async function verifyPunches(database: Queryable, stretch: Stretch, walk: ChainWalk): Promise<StretchResult> {
  const { chain, after, until } = stretch;
  let links = 0;
  for await (const page of punchPages(database, chain, after, until)) {
    for (const punch of page) walk.step(punchLink(punch));
    links += page.length;
  }
  return {
    links,
    brokenAt: walk.end(until)?.position ?? null,
    lostHead: null,
    records: [],
    missing: {},
  };
}

/** Entries, the rows they speak of, and the ends of the chain of punches that they name. */
class JournalStretch {
  private tables: Map<string, JournalTable> | null = null;
  private readonly records: RecordDamage[] = [];
  private readonly missing: Record<string, number> = {};
  private lostHead: NamedHead | null = null;
  private lastHead = '';

  constructor(
    private readonly database: Queryable,
    private readonly stretch: Stretch,
    private readonly walk: ChainWalk,
  ) {}

  async verify(): Promise<StretchResult> {
    const { chain, after, until } = this.stretch;
    let links = 0;
    for await (const page of entryPages(this.database, chain, after, until)) {
      // What stands behind a break is not believed: nothing is accused on its word.
      const intact = page.filter(({ link }) => this.walk.step(link));
      links += page.length;
      await this.compare(intact);
      await this.lookAtHeads(intact);
    }
    return {
      links,
      brokenAt: this.walk.end(until)?.position ?? null,
      lostHead: this.lostHead,
      records: this.records,
      missing: this.missing,
    };
  }

  private async compare(entries: readonly EntryLink[]): Promise<void> {
    const byTable = new Map<string, SpokenOf[]>();
    for (const { entry, said } of entries) {
      if (said === null) continue;
      const group = byTable.get(entry.kind) ?? [];
      group.push({ position: entry.position, body: entry.body, said });
      byTable.set(entry.kind, group);
    }
    for (const [name, spoken] of byTable) {
      this.missing[name] ??= 0;
      const table = await this.table(name);
      const found =
        table === undefined
          ? spoken.map(({ said }): RecordDamage => ({
              table: name,
              key: keyOf(table, said.row),
              kind: 'missing',
            }))
          : await this.compareOrDoubt(table, spoken);
      this.missing[name] += found.filter(({ kind }) => kind === 'missing').length;
      this.records.push(...found.slice(0, Math.max(0, MOST_NAMED - this.records.length)));
    }
  }

  /** An entry whose key cannot even be asked for was written by nobody's trigger. */
  private async compareOrDoubt(table: JournalTable, spoken: readonly SpokenOf[]): Promise<RecordDamage[]> {
    try {
      return await compareRows(this.database, table, spoken);
    } catch (failure) {
      if (!isUnreadableKey(failure)) throw failure;
      const [only, ...others] = spoken;
      if (only !== undefined && others.length === 0) {
        return [{ table: 'journal', key: `${this.stretch.chain}-${only.position}`, kind: 'changed' }];
      }
      const half = Math.ceil(spoken.length / 2);
      return [
        ...(await this.compareOrDoubt(table, spoken.slice(0, half))),
        ...(await this.compareOrDoubt(table, spoken.slice(half))),
      ];
    }
  }

  private async table(name: string): Promise<JournalTable | undefined> {
    this.tables ??= await journalTables(this.database);
    if (!this.tables.has(name))
      this.tables = await journalTables(this.database, [...this.tables.keys(), name]);
    return this.tables.get(name);
  }

  /** Most reads bring nothing and name the same end again: that is asked for once. */
  private async lookAtHeads(entries: readonly EntryLink[]): Promise<void> {
    if (this.lostHead !== null) return;
    const named: NamedHead[] = [];
    for (const { said } of entries) {
      const head = said?.kind === 'clock_read' ? headOf(said.row) : null;
      if (head === null || head.hash === this.lastHead) continue;
      this.lastHead = head.hash;
      named.push(head);
    }
    this.lostHead = (await lostHeads(this.database, this.stretch.chain, named))[0] ?? null;
  }
}

/** The end of the chain of punches that a read names; `null`: a read from before they did, or of an empty chain. */
export function headOf(row: Readonly<Record<string, unknown>>): NamedHead | null {
  const { head_sequence: sequence, head_hash: hash, id, appended } = row;
  if (typeof sequence !== 'number' || typeof hash !== 'string' || sequence === 0) return null;
  return { sequence, hash: hash.replace(/^\\x/, ''), readId: String(id), appended: Number(appended) };
}

/** SQLSTATE class 22: data that cannot be what it has to be. */
function isUnreadableKey(failure: unknown): boolean {
  const { driverError } = failure as { driverError?: { code?: string } };
  return driverError?.code?.startsWith('22') === true;
}
