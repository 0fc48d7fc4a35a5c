import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { heardFrom } from './heard.js';
import { LedgerStore, logOf } from './ledger-store.js';
import { median, type Row } from './row.js';

const LOG = 100_000;
const SMALLEST = 100_000;
const ROUNDS = 3;

const PER_MINUTE = 1_000_000;
/** The rate at a larger ledger, of that at 100,000: below, time grows faster than the ledger. */
const LINEAR = 0.7;
/** However large the ledger is: two pages of rows, and what waits to be collected. */
const MOST_MEMORY_MB = 64;
/** Each thread loads the program for itself. */
const MOST_MEMORY_OF_TWO_MB = 160;
/** Two cores have to pay, though PostgreSQL wants one of them, too. */
const SPEED_UP = 1.2;

const MEASURED = z.object({
  ok: z.literal(true),
  punches: z.number(),
  ms: z.number(),
  bytes: z.number(),
});
type Measured = z.infer<typeof MEASURED>;

/** What a verification costs as the ledger grows, on clocks of 100,000 punches each. `most`: punches of the largest. */
export async function verification(most: number): Promise<Row[]> {
  const store = await LedgerStore.open();
  try {
    const log = logOf(LOG);
    const rows: Row[] = [];
    let first: Measured | null = null;
    let held = 0;
    for (let size = SMALLEST; size <= most; size *= 10) {
      for (; held < size; held += LOG) await store.append(await store.addClock(), log);
      await store.database.query('VACUUM ANALYZE punch');
      const one = await medianOf(store, size, 1);
      first ??= one;
      rows.push(rateRow(size, one), memoryRow(size, 'one core', one, MOST_MEMORY_MB));
      if (one === first) continue;
      const two = await medianOf(store, size, 2);
      rows.push(growthRow(size, one, first), coresRow(size, one, two));
      rows.push(memoryRow(size, 'two cores', two, MOST_MEMORY_OF_TWO_MB));
    }
    return rows;
  } finally {
    await store.close();
  }
}

function rateRow(size: number, { ms }: Measured): Row {
  const rate = (size / ms) * 60_000;
  return {
    what: `verification of ${size.toLocaleString('en')} punches, one core`,
    target: `≥ ${PER_MINUTE.toLocaleString('en')} a minute`,
    measured: `${Math.round(rate).toLocaleString('en')} a minute (${Math.round(ms)} ms)`,
    pass: rate >= PER_MINUTE,
  };
}

function growthRow(size: number, now: Measured, first: Measured): Row {
  const rate = size / now.ms / (SMALLEST / first.ms);
  return {
    what: `verification, rate at ${size.toLocaleString('en')} against 100,000`,
    target: `≥ ${LINEAR} (linear)`,
    measured: rate.toFixed(2),
    pass: rate >= LINEAR,
  };
}

function memoryRow(size: number, cores: string, { bytes }: Measured, mostMegabytes: number): Row {
  return {
    what: `verification of ${size.toLocaleString('en')} punches, ${cores}, peak memory above idle`,
    target: `< ${mostMegabytes} MB`,
    measured: megabytes(bytes),
    pass: bytes < mostMegabytes * 1024 * 1024,
  };
}

function coresRow(size: number, one: Measured, two: Measured): Row {
  return {
    what: `verification of ${size.toLocaleString('en')} punches, two cores against one`,
    target: `≥ ${SPEED_UP} times faster`,
    measured: `${(one.ms / two.ms).toFixed(2)} times (${Math.round(two.ms)} ms)`,
    pass: one.ms / two.ms >= SPEED_UP,
  };
}

async function medianOf(store: LedgerStore, size: number, cores: number): Promise<Measured> {
  const runs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await verifyOnce(store, size, cores));
  return {
    ok: true,
    punches: size,
    ms: median(runs.map(({ ms }) => ms)),
    bytes: median(runs.map(({ bytes }) => bytes)),
  };
}

/** In a process of its own, of which all memory is counted. */
async function verifyOnce(store: LedgerStore, size: number, cores: number): Promise<Measured> {
  const path = fileURLToPath(new URL('verify-built.mjs', import.meta.url));
  const child = fork(path, [store.address, String(cores)], { execArgv: [] });
  const measured = MEASURED.parse(await heardFrom(child));
  if (measured.punches !== size) throw new Error(`verified ${measured.punches} of ${size} punches`);
  return measured;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
