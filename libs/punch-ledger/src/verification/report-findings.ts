import type { ChainDamage, RecordDamage } from '../domain/damage.js';
import { lostGuards } from './guards.repository.js';
import type { PlannedChain } from './ledger-plan.repository.js';
import {
  changedBytes,
  type JournalTable,
  journalTables,
  MOST_NAMED,
  unspokenRows,
} from './journal-tables.repository.js';
import type { LedgerVerification } from './ledger-verification.js';
import { nameBreak, nameLostHead, ofJournal } from './name-damage.js';
import type { Queryable } from './rows.js';
import { verifySeals } from './verify-seals.js';
import type { StretchResult } from './verify-stretch.js';

/** A chain and what the walks along its stretches found, in order. */
export interface WalkedChain {
  readonly chain: PlannedChain;
  readonly results: readonly StretchResult[];
}

type Findings = Omit<LedgerVerification, 'startedAt' | 'finishedAt'>;

/** Names what the walks found, looks at the seals, at rows that no journal speaks of, and at what guards all this. */
export async function reportFindings(database: Queryable, walked: readonly WalkedChain[]): Promise<Findings> {
  const seals = await verifySeals(database);
  const broken = new Map<number, ChainDamage>();
  const journals = new Map<number, RecordDamage>();
  let records: RecordDamage[] = [];

  for (const { chain, results } of walked) {
    const found = await nameBreak(database, chain, lowest(results.map(({ brokenAt }) => brokenAt)));
    if (found === null) continue;
    if (chain.kind === 'journal') journals.set(chain.chain, ofJournal(found));
    else broken.set(chain.chain, { clockId: chain.chain, sequence: found.position, kind: found.kind });
  }
  for (const { chain, results } of walked) {
    records.push(...results.flatMap((result) => result.records));
    const lost = results.find(({ lostHead }) => lostHead !== null)?.lostHead;
    if (lost && !broken.has(chain.chain)) {
      broken.set(chain.chain, await nameLostHead(database, chain.chain, lost));
    }
  }
  for (const damage of seals.punches) {
    if (!broken.has(damage.clockId)) broken.set(damage.clockId, damage);
  }
  for (const damage of seals.journals) {
    const chain = Number(damage.key.split('-')[0]);
    if (!journals.has(chain)) journals.set(chain, damage);
  }
  const tables = await journalTables(database, [...missingRows(walked).keys()]);
  records.push(...(await unspoken(database, tables, walked, journals, records)));
  const bytes: RecordDamage[] = [];
  for (const table of tables.values()) bytes.push(...(await changedBytes(database, table)));
  const otherBytes = new Set(bytes.map(nameOf));
  records = onlyOnce([...records.filter((record) => !otherBytes.has(nameOf(record))), ...bytes]);
  // The journal knows which seal it was.
  if (!records.some(({ table }) => table === 'ledger_seal')) records.push(...seals.seals);
  records.push(...(await lostGuards(database)));

  const damaged = [...journals.values(), ...inOrder(records)].slice(0, MOST_NAMED);
  return {
    clocks: walked.filter(({ chain }) => chain.kind === 'punch').length,
    punches: linksOf(walked, 'punch'),
    entries: linksOf(walked, 'journal'),
    ok: broken.size === 0 && damaged.length === 0 && seals.brokenOn === null,
    broken: [...broken.values()].sort((a, b) => a.clockId - b.clockId),
    records: damaged,
    sealBroken: seals.brokenOn,
  };
}

/** Tables that the journals speak of, and of how many rows that are not there. */
function missingRows(walked: readonly WalkedChain[]): Map<string, number> {
  const missing = new Map<string, number>();
  for (const { results } of walked) {
    for (const result of results) {
      for (const [table, count] of Object.entries(result.missing)) {
        missing.set(table, (missing.get(table) ?? 0) + count);
      }
    }
  }
  return missing;
}

/** Where a journal itself is damaged, a row without its entry proves nothing more. */
async function unspoken(
  database: Queryable,
  tables: ReadonlyMap<string, JournalTable>,
  walked: readonly WalkedChain[],
  journals: ReadonlyMap<number, RecordDamage>,
  records: readonly RecordDamage[],
): Promise<RecordDamage[]> {
  const missing = missingRows(walked);
  // The database cannot read an entry of these, whatever it is asked about its journal.
  const unreadable = records.filter(({ table }) => table === 'journal').map(({ key }) => parseInt(key, 10));
  const found: RecordDamage[] = [];
  for (const table of tables.values()) {
    const count = missing.get(table.table) ?? 0;
    found.push(...(await unspokenRows(database, table, [...journals.keys(), ...unreadable], count)));
  }
  return found;
}

function nameOf({ table, key }: RecordDamage): string {
  return `${table} ${key}`;
}

/** A row that two entries speak of is named once. */
function onlyOnce(records: readonly RecordDamage[]): RecordDamage[] {
  return [...new Map(records.map((record) => [`${nameOf(record)} ${record.kind}`, record])).values()];
}

function linksOf(walked: readonly WalkedChain[], kind: PlannedChain['kind']): number {
  return walked
    .filter(({ chain }) => chain.kind === kind)
    .flatMap(({ results }) => results)
    .reduce((sum, { links }) => sum + links, 0);
}

function lowest(positions: readonly (number | null)[]): number | null {
  const real = positions.filter((position) => position !== null);
  return real.length === 0 ? null : Math.min(...real);
}

/** By code units, as any other verifier can do it, too. */
function inOrder(records: readonly RecordDamage[]): RecordDamage[] {
  const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...records].sort((a, b) => before(a.table, b.table) || before(a.key, b.key));
}
