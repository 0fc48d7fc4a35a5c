import { type QuarantinedLine, quarantine } from './attlog-lines.js';
import { decodeClockText, splitLines, statedTime } from './clock-text.js';

/** Something done to a clock, as the clock noted it. */
export interface ClockOperation {
  /** The clock's number for the kind of operation, see {@link operationName}. */
  readonly type: number;
  /** Who did it, as the clock names them; empty for the clock itself. */
  readonly operator: string;
  /** The clock's local time as stated; may be an impossible date. */
  readonly clockTime: string;
}

/** What an upload of table OPERLOG holds. */
export interface OperlogUpload {
  readonly operations: readonly ClockOperation[];
  readonly quarantined: readonly QuarantinedLine[];
  /** Lines with users, templates, photos and whatever else: counted, and not read any further. */
  readonly dropped: number;
  readonly lines: number;
}

const KEYWORD = new TextEncoder().encode('OPLOG ');
const OPERATION = /^\d{1,4}$/;
const LONGEST_OPERATOR = 24;

const OPERATION_NAMES = new Map([
  [0, 'power-on'],
  [1, 'power-off'],
  [4, 'menu-entered'],
  [13, 'data-cleared'],
  [21, 'time-set'],
  [22, 'factory-reset'],
]);

/** Operations after which punches may be missing that nobody has read. */
export const LOSING_OPERATIONS: readonly number[] = [13, 22];

/** `power-on`, `time-set`…; `null` for operations that matter to nobody here. */
export function operationName(type: number): string | null {
  return OPERATION_NAMES.get(type) ?? null;
}

/** Reads operations from the body of an upload. Only lines of the operation log are looked at. */
export function parseOperlogUpload(body: Uint8Array): OperlogUpload {
  const operations: ClockOperation[] = [];
  const quarantined: QuarantinedLine[] = [];
  const lines = splitLines(body);
  for (const { bytes } of lines) {
    if (!KEYWORD.every((byte, at) => bytes[at] === byte)) continue;
    const operation = readOperation(decodeClockText(bytes.subarray(KEYWORD.length)).split('\t'));
    if (operation === null) quarantined.push(quarantine(bytes, 'OPERATION'));
    else operations.push(operation);
  }
  const dropped = lines.length - operations.length - quarantined.length;
  return { operations, quarantined, dropped, lines: lines.length };
}

function readOperation([type = '', operator = '', time]: string[]): ClockOperation | null {
  const clockTime = statedTime(time);
  const name = operator.trim();
  if (!OPERATION.test(type.trim()) || clockTime === null) return null;
  if (name.length > LONGEST_OPERATOR || /[\p{C}\ufffd]/u.test(name)) return null;
  return { type: Number(type), operator: name, clockTime };
}
