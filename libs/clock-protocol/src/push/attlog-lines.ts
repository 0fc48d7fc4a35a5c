import { createHash } from 'node:crypto';
import type { ClockPunch } from '../driver.js';
import {
  decodeClockText,
  enrolmentNumber,
  punchColumns,
  smallNumber,
  splitLines,
  statedTime,
  workCodeOf,
} from './clock-text.js';

/** Which column of a line cannot be read. */
export type LineFault = 'NUMBER' | 'TIME' | 'STATE' | 'VERIFY' | 'OPERATION';

/** A line that cannot be read. It must neither block the others nor be forgotten. */
export interface QuarantinedLine {
  readonly fault: LineFault;
  readonly length: number;
  /** SHA-256 of the line, hex: the same line sent again is the same quarantined line. */
  readonly sha256: string;
  /** The line itself when it has the shape of a punch; otherwise `null`, it might be a template. */
  readonly bytes: Uint8Array | null;
}

/** What an upload of table ATTLOG holds. */
export interface AttlogUpload {
  readonly punches: readonly ClockPunch[];
  readonly quarantined: readonly QuarantinedLine[];
  /** Lines with anything on them: what `OK: n` must acknowledge, or the clock sends them for ever. */
  readonly lines: number;
}

const LONGEST_KEPT_LINE = 160;
const LONGEST_KEPT_COLUMN = 32;

/** Reads punches from the body of an upload. Columns go by position; a missing tail is allowed. */
export function parseAttlogUpload(body: Uint8Array): AttlogUpload {
  const punches: ClockPunch[] = [];
  const quarantined: QuarantinedLine[] = [];
  const lines = splitLines(body);
  for (const { bytes } of lines) {
    const raw = punchColumns(bytes);
    const read = readPunch(decodeClockText(raw).split('\t'));
    if (typeof read === 'string') quarantined.push(quarantine(bytes, read));
    else punches.push({ index: punches.length + quarantined.length, ...read, raw });
  }
  return { punches, quarantined, lines: lines.length };
}

/** Sets a line aside that could not be read. */
export function quarantine(bytes: Uint8Array, fault: LineFault): QuarantinedLine {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const kept = looksLikePunch(bytes) ? punchColumns(bytes) : null;
  return { fault, length: bytes.length, sha256, bytes: kept };
}

function readPunch(columns: readonly string[]): Omit<ClockPunch, 'index' | 'raw'> | LineFault {
  const number = enrolmentNumber(columns[0]);
  if (number === null) return 'NUMBER';
  const clockTime = statedTime(columns[1]);
  if (clockTime === null) return 'TIME';
  const punchState = smallNumber(columns[2]);
  if (punchState === null) return 'STATE';
  const verifyMode = smallNumber(columns[3]);
  if (verifyMode === null) return 'VERIFY';
  return { number, clockTime, verifyMode, punchState, workCode: workCodeOf(columns[4]) };
}

/** Short columns after a number: a template or a photo is neither. */
function looksLikePunch(line: Uint8Array): boolean {
  if (line.length > LONGEST_KEPT_LINE) return false;
  const columns = decodeClockText(line).split('\t');
  return (
    columns.length >= 2 &&
    enrolmentNumber(columns[0]) !== null &&
    columns.every((column) => column.length <= LONGEST_KEPT_COLUMN && !/[\p{C}\ufffd]/u.test(column))
  );
}
