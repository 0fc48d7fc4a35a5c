import type { ClockPunch } from '../driver.js';
import {
  decodeClockText,
  enrolmentNumber,
  NOT_SAID,
  punchColumns,
  smallNumber,
  splitLines,
  statedTime,
  workCodeOf,
} from '../push/clock-text.js';

/** Why a file is refused whole: it is no attendance log, it is empty, or one of its lines cannot be read. */
export type AttlogFileFault = 'NOT_ATTLOG' | 'EMPTY' | 'BAD_LINE';

/** A file of which nothing is taken. `line` counts from 1. */
export class AttlogFileError extends Error {
  override readonly name = 'AttlogFileError';

  constructor(
    readonly fault: AttlogFileFault,
    readonly line: number | null,
  ) {
    super(line === null ? fault : `${fault} in line ${line}`);
  }
}

/** A punch from a file, and whether its line says state and verify mode at all. */
export interface FilePunch extends ClockPunch {
  readonly complete: boolean;
}

/** Longer than any punch a clock writes, with all its columns padded. */
const LONGEST_LINE = 160;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const TAB = 0x09;
const SPACE = 0x20;
const LINE_ENDS = [0x0a, 0x0d];
const TRAILERS = [0x00, 0x1a];

/**
 * Reads `<n>_attlog.dat` from a USB stick: number, time, device, state, verify, work code. Columns are
 * separated by tabs, in older firmware by spaces, and the last ones may be missing. The lines are in no
 * order of time. All of it is read, or nothing.
 *
 * @throws AttlogFileError
 */
export function parseAttlogFile(file: Uint8Array): FilePunch[] {
  const text = BYTE_ORDER_MARK.every((byte, at) => file[at] === byte) ? file.subarray(3) : file;
  const lines = splitLines(text);
  if (lines.length === 0) throw new AttlogFileError('EMPTY', null);
  if (isBinary(text)) throw new AttlogFileError('NOT_ATTLOG', null);
  const punches = lines.map(({ bytes }, index) => readLine(bytes, index));
  if (punches.every((punch) => punch === null)) throw new AttlogFileError('NOT_ATTLOG', null);
  return punches.map((punch, index) => {
    if (punch === null) throw new AttlogFileError('BAD_LINE', lines[index]!.line);
    return punch;
  });
}

function readLine(line: Uint8Array, index: number): FilePunch | null {
  if (line.length > LONGEST_LINE) return null;
  const raw = line.includes(TAB) ? punchColumns(line) : line;
  const [first, second, , state, verify, workCode] = columnsOf(decodeClockText(raw));
  const number = enrolmentNumber(first);
  const clockTime = statedTime(second);
  const punchState = smallNumber(state);
  const verifyMode = smallNumber(verify);
  if (number === null || clockTime === null || punchState === null || verifyMode === null) return null;
  const complete = punchState !== NOT_SAID && verifyMode !== NOT_SAID;
  return { index, number, clockTime, verifyMode, punchState, workCode: workCodeOf(workCode), raw, complete };
}

/** With spaces between columns, the one inside the time is not a separator. */
function columnsOf(line: string): (string | undefined)[] {
  if (line.includes('\t')) return line.split('\t');
  const [number, date, time, ...others] = line.trim().split(/ +/);
  return [number, `${date ?? ''} ${time ?? ''}`, ...others];
}

/** Users and templates are stored as records of bytes: control characters that no text file has. */
function isBinary(file: Uint8Array): boolean {
  let end = file.length;
  while (end > 0 && [...TRAILERS, ...LINE_ENDS].includes(file[end - 1]!)) end -= 1;
  return file.subarray(0, end).some((byte) => byte < SPACE && byte !== TAB && !LINE_ENDS.includes(byte));
}
