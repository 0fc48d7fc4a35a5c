import type { ClockPunch } from '../driver.js';
import { encodeTimeCode } from '../wire/time-code.js';

/** The punch of one line: what a clock says, without raw bytes. */
export type PunchCsvRow = Omit<ClockPunch, 'raw'>;

const COLUMNS = ['index', 'number', 'time', 'verifyMode', 'punchState', 'workCode'] as const;

/** First line of every punch file, with its line end. */
export const PUNCH_CSV_HEADER = `${COLUMNS.join(',')}\n`;

const WHOLE_NUMBER = /^(0|[1-9]\d*)$/;
const LARGEST = { index: Number.MAX_SAFE_INTEGER, verifyMode: 0xff, punchState: 0xff, workCode: 0xffff_ffff };

/** A punch file that cannot be read; `line` counts from 1 and is the line on which the record begins. */
export class PunchCsvError extends Error {
  override readonly name = 'PunchCsvError';

  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
  }
}

/** One punch as a line of CSV, with its line end. */
export function punchCsvLine(punch: PunchCsvRow): string {
  const { index, number, clockTime, verifyMode, punchState, workCode } = punch;
  return `${index},${quoted(number)},${clockTime},${verifyMode},${punchState},${workCode}\n`;
}

/**
 * Reads a whole punch file: exactly the columns of {@link PUNCH_CSV_HEADER}, RFC 4180 quoting, LF or CR LF.
 * Impossible dates a clock can state (31 February) are accepted.
 * @throws PunchCsvError at the first line that is not as it must be
 */
export function parsePunchCsv(text: string): PunchCsvRow[] {
  const rows: PunchCsvRow[] = [];
  let headerSeen = false;
  for (const record of records(text.startsWith('\ufeff') ? text.slice(1) : text)) {
    if (headerSeen) {
      rows.push(toPunch(record));
    } else {
      if (record.fields.join(',') !== COLUMNS.join(',')) {
        throw new PunchCsvError(record.line, `the columns must be ${COLUMNS.join(',')}`);
      }
      headerSeen = true;
    }
  }
  if (!headerSeen) throw new PunchCsvError(1, `the columns must be ${COLUMNS.join(',')}`);
  return rows;
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

function toPunch({ line, fields }: CsvRecord): PunchCsvRow {
  if (fields.length !== COLUMNS.length) {
    throw new PunchCsvError(line, `${fields.length} fields instead of ${COLUMNS.length}`);
  }
  const [index, number, clockTime, verifyMode, punchState, workCode] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (number === '') throw new PunchCsvError(line, 'number is empty');
  if (encodeTimeCode(clockTime) === null) {
    throw new PunchCsvError(line, `time is not like 2026-10-20T08:41:00: ${clockTime}`);
  }
  return {
    index: wholeNumber(line, 'index', index),
    number,
    clockTime,
    verifyMode: wholeNumber(line, 'verifyMode', verifyMode),
    punchState: wholeNumber(line, 'punchState', punchState),
    workCode: wholeNumber(line, 'workCode', workCode),
  };
}

function wholeNumber(line: number, column: keyof typeof LARGEST, text: string): number {
  const value = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!(value <= LARGEST[column])) {
    throw new PunchCsvError(line, `${column} is not a whole number from 0 to ${LARGEST[column]}: ${text}`);
  }
  return value;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function* records(text: string): Generator<CsvRecord> {
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  let line = 1;
  while (field.lastIndex < text.length) {
    const first = line;
    const fields: string[] = [];
    let end: string;
    do {
      const match = field.exec(text);
      if (match === null) throw new PunchCsvError(line, 'a quote or line end is out of place');
      const content = match[1]!;
      end = match[2]!;
      fields.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
      line += content.split('\n').length - 1;
    } while (end === ',');
    line += 1;
    yield { line: first, fields };
  }
}
