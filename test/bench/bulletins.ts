import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { heardFrom } from './heard.js';
import type { Row } from './row.js';

const TOWN = { charged: 6, inFiles: 47, seconds: 2 };
/** One in ten is more than any bulletin will ever have to name; the files are made for the worst month there is. */
const COUNTY = { charged: 5_000, inFiles: 50_000, seconds: 30 };
const MOST_MEMORY_MB = 400;

/** `cpuMs`: of the process, all threads: what a machine that has nothing else to do would take at most. */
const PRINTED = z.object({ ms: z.number(), cpuMs: z.number(), bytes: z.number() });

/** Bulletin (Word and Excel), public notice and deduction files of a month, each size in a process of its own. */
export async function bulletins(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { charged, inFiles, seconds } of [TOWN, COUNTY]) {
    const { ms, cpuMs, bytes } = await printIn(charged, inFiles);
    const megabytes = bytes / 1024 / 1024;
    rows.push({
      what: `bulletin and notice, ${charged.toLocaleString('en')} charged, and all deduction files of ${inFiles.toLocaleString('en')}`,
      target: `< ${seconds} s, < ${MOST_MEMORY_MB} MB whole process`,
      measured: `${(ms / 1000).toFixed(1)} s (${(cpuMs / 1000).toFixed(1)} s of processor), ${megabytes.toFixed(0)} MB`,
      pass: ms < seconds * 1000 && megabytes < MOST_MEMORY_MB,
    });
  }
  return rows;
}

async function printIn(charged: number, inFiles: number): Promise<z.infer<typeof PRINTED>> {
  const program = fileURLToPath(new URL('bulletin-papers.ts', import.meta.url));
  return PRINTED.parse(await heardFrom(fork(program, [String(charged), String(inFiles)])));
}
