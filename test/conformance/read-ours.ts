import {
  ClockProtocolError,
  ZkDriver,
  type ClockPunch,
  type ClockTarget,
  type KnownLog,
} from '@cunqin/clock-protocol';
import { punchText, type Given } from './outcome.js';

const LIMITS = { idleTimeoutMs: 1_500, totalTimeoutMs: 15_000 };

/** Called between the first read and the second. */
export type BetweenReads = (() => void) | null;

/** Reads with our own driver, twice when something happens in between; any error without a code is a failure. */
export async function readOurs(
  medium: 'tcp' | 'udp',
  target: ClockTarget,
  between: BetweenReads,
): Promise<Given> {
  const driver = new ZkDriver({ transport: medium });
  try {
    let log = await readOnce(driver, target, null, []);
    if (between !== null) {
      between();
      log = await readOnce(driver, target, log.known, log.punches);
    }
    return {
      kind: 'records',
      punches: log.punches.map(({ number, clockTime }) => punchText(number, clockTime)),
    };
  } catch (error) {
    return error instanceof ClockProtocolError
      ? { kind: 'error', error: error.code }
      : { kind: 'failed', how: String(error) };
  }
}

interface ReadLog {
  readonly known: KnownLog | null;
  readonly punches: readonly ClockPunch[];
}

/** What the clock holds after one read, put together as whoever keeps the punches would. */
async function readOnce(
  driver: ZkDriver,
  target: ClockTarget,
  known: KnownLog | null,
  before: readonly ClockPunch[],
): Promise<ReadLog> {
  const came: ClockPunch[] = [];
  const report = await driver.read(target, (batch) => void came.push(...batch), { ...LIMITS, known });
  if (report.decoded !== came.length) throw new Error(`${report.decoded} reported, ${came.length} given`);
  const goesOn = report.mode === 'tail' || report.mode === 'nothing-new';
  return { known: report.known, punches: goesOn ? [...before, ...came] : came };
}
