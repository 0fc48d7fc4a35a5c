import { seededRandom } from '../../libs/clock-protocol/src/device/seeded-random.js';
import { mutated } from './mutate.js';
import type { FuzzTarget } from './target.js';
import { packetDecoder, packetStream } from './targets/packets.js';
import { attendance, liveEvent, users } from './targets/records.js';
import { attlogFile, attlogUpload, operlogUpload, punchCsv, pushBody, pushCommand } from './targets/texts.js';

export const TARGETS: readonly FuzzTarget[] = [
  packetStream,
  packetDecoder,
  attendance,
  users,
  liveEvent,
  attlogUpload,
  operlogUpload,
  pushBody,
  pushCommand,
  attlogFile,
  punchCsv,
];

export interface FuzzReport {
  readonly inputs: number;
  /** Inputs of which the decoder took something. */
  readonly taken: number;
  /** Longest time one input took. */
  readonly worstMs: number;
  readonly findings: readonly string[];
}

/** Inputs of one target never repeat those of another, nor those of another seed. */
const STEP = 0x9e37_79b1;
const MOST_FINDINGS = 20;

/** The input number `at` of a target: the same for the same seed. */
function fuzzInput(target: FuzzTarget, seed: number, at: number): { input: Buffer; random: () => number } {
  const random = seededRandom((Math.imul(at + 1, STEP) ^ Math.imul(seed, 0x85eb_ca6b)) >>> 0);
  return { input: mutated(target.corpus, random), random };
}

/**
 * Feeds `count` inputs to one target, beginning with number `from`.
 * @param onProgress told every thousand inputs: whoever watches knows that nothing hangs, and where it hung
 */
export async function fuzz(
  target: FuzzTarget,
  seed: number,
  from: number,
  count: number,
  onProgress: (at: number) => void = () => undefined,
): Promise<FuzzReport> {
  const findings: string[] = [];
  let taken = 0;
  let worstMs = 0;
  for (let at = from; at < from + count; at += 1) {
    if ((at - from) % 1_000 === 0) onProgress(at);
    const { input, random } = fuzzInput(target, seed, at);
    const began = performance.now();
    try {
      if (await target.feed(input, random)) taken += 1;
    } catch (error) {
      findings.push(`${target.name}, seed ${seed}, input ${at}: ${String(error)} ${input.toString('hex')}`);
      if (findings.length >= MOST_FINDINGS) break;
    }
    worstMs = Math.max(worstMs, performance.now() - began);
  }
  return { inputs: count, taken, worstMs, findings };
}
