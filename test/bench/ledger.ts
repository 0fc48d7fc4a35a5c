import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClockPunch } from '@cunqin/clock-protocol';
import { z } from 'zod';
import { heardFrom } from './heard.js';
import { LedgerStore, logOf } from './ledger-store.js';
import { median, type Row } from './row.js';

const LOG = 100_000;
const LARGE_LOG = 500_000;
const ROUNDS = 3;

/** Appending does all a bare COPY does, and looks up, judges, hashes and marks weeks besides. */
const OF_BARE_COPY = 0.5;
const OF_APPEND = 0.1;
const GROWTH = 1.5;
const MOST_MEMORY_MB = 160;

/** What the ledger stores by, on a database of its own. `most`: punches of the largest ledger to append to. */
export async function ledger(most: number): Promise<Row[]> {
  const store = await LedgerStore.open();
  try {
    const log = logOf(LOG);
    return [...(await storing(store, log)), ...(await growth(store, log, most)), await memory()];
  } finally {
    await store.close();
  }
}

async function storing(store: LedgerStore, log: readonly ClockPunch[]): Promise<Row[]> {
  const appends: number[] = [];
  const copies: number[] = [];
  const again: number[] = [];
  const shifted: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const clockId = await store.addClock();
    appends.push(await timed(() => append(store, clockId, log, LOG)));
    const rows = await store.rowsOf(clockId, await store.addClock());
    copies.push(await timed(() => store.copyIn(rows)));
    again.push(await timed(() => append(store, clockId, log, 0)));
    // A clock that dropped its oldest record: each of the others has to be looked up.
    shifted.push(await timed(() => append(store, clockId, log.slice(1), 0)));
  }
  const [appending, copy, known, looked] = [appends, copies, again, shifted].map(median) as [
    number,
    number,
    number,
    number,
  ];
  return [
    {
      what: 'append of 100,000 new punches, rate against a bare COPY of the same rows',
      target: `≥ ${OF_BARE_COPY}`,
      measured: `${(copy / appending).toFixed(2)} (${ms(appending)} / ${ms(copy)}; ${perSecond(LOG, appending)})`,
      pass: copy / appending >= OF_BARE_COPY,
    },
    {
      what: 're-read of 100,000 known punches, of the time of their append',
      target: `< ${OF_APPEND}`,
      measured: `${(known / appending).toFixed(3)} (${ms(known)})`,
      pass: known / appending < OF_APPEND,
    },
    {
      what: 'the same when the log has moved and each punch is looked up',
      target: '< 1',
      measured: `${(looked / appending).toFixed(2)} (${ms(looked)})`,
      pass: looked < appending,
    },
  ];
}

/** Everything on one clock, so in one partition: harder than the same number on sixteen. */
async function growth(store: LedgerStore, log: readonly ClockPunch[], most: number): Promise<Row[]> {
  const rows: Row[] = [];
  let first: number | null = null;
  for (let size = LOG; size <= most; size *= 10) {
    const clockId = await store.addClock();
    await store.fill(clockId, size);
    const took = await timed(() => append(store, clockId, log, LOG));
    first ??= took;
    rows.push({
      what: `append of 100,000 to a clock that has ${size.toLocaleString('en')}, time against that to 100,000`,
      target: `≤ ${GROWTH}`,
      measured: `${(took / first).toFixed(2)} (${ms(took)})`,
      pass: took / first <= GROWTH,
    });
  }
  return rows;
}

/** In a process of its own: what earlier appends left to be collected would be counted as this one's. */
async function memory(): Promise<Row> {
  const child = fork(fileURLToPath(new URL('ledger-memory.ts', import.meta.url)), [String(LARGE_LOG)]);
  const { bytes } = z.object({ bytes: z.number() }).parse(await heardFrom(child));
  const megabytes = bytes / 1024 / 1024;
  return {
    what: 'append of 500,000 punches, peak memory above the log itself',
    target: `< ${MOST_MEMORY_MB} MB`,
    measured: `${megabytes.toFixed(0)} MB`,
    pass: megabytes < MOST_MEMORY_MB,
  };
}

async function append(
  store: LedgerStore,
  clockId: number,
  log: readonly ClockPunch[],
  expected: number,
): Promise<void> {
  const { appended, suspect } = await store.append(clockId, log);
  if (appended !== expected || suspect > 0) throw new Error(`${appended} appended, ${suspect} suspect`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const ms = (value: number): string => `${Math.round(value)} ms`;

const perSecond = (count: number, value: number): string =>
  `${Math.round((count / value) * 1000).toLocaleString('en')} a second`;
