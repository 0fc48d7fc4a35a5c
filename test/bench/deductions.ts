import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { heardFrom } from './heard.js';
import type { Row } from './row.js';

const COUNTY = 50_000;
/** Ten times the cadres may take so many times as long. */
const GROWTH = 15;
const MOST_MB = 400;
const MB = 1024 * 1024;

const MEASURED = z.object({ milliseconds: z.number(), bytes: z.number(), peakBytes: z.number() });

/** The deduction sheet and every import file of a county in which everybody is charged: the worst month there is. */
export async function deductions(): Promise<Row[]> {
  const [idle, small, large] = [await made(1), await made(COUNTY / 10), await made(COUNTY)];
  const times = large.milliseconds / small.milliseconds;
  const megabytes = (large.peakBytes - idle.peakBytes) / MB;
  return [
    {
      what: 'all deduction files of 50,000 charged cadres, against 5,000',
      target: `≤ ${GROWTH} times (linear is 10)`,
      measured: `${times.toFixed(1)} times (${Math.round(large.milliseconds)} ms / ${Math.round(small.milliseconds)} ms)`,
      pass: times <= GROWTH,
    },
    {
      what: `all of them, ${(large.bytes / MB).toFixed(0)} MB, peak memory above that of one cadre's`,
      target: `< ${MOST_MB} MB`,
      measured: `${megabytes.toFixed(0)} MB`,
      pass: megabytes < MOST_MB,
    },
  ];
}

/** In a process of its own, so that its peak is its own. */
async function made(people: number): Promise<z.infer<typeof MEASURED>> {
  const program = fileURLToPath(new URL('./deductions-files.ts', import.meta.url));
  return MEASURED.parse(await heardFrom(fork(program, [String(people)])));
}
