import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { deductionErrors } from '../deduction-errors.js';
import type { ReceivedRow } from '../domain/receipts/receipt-lines.js';
import { readWorkbookRows } from './read-workbook.js';

/** A receipt of 50,000 persons has 3 MB. */
export const RECEIPT_LIMIT_BYTES = 16 * 1024 * 1024;

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** Old office files, and new ones behind a password. */
const COMPOUND = Buffer.from('d0cf11e0', 'hex');
const UTF16_LE = Buffer.from('fffe', 'hex');
const LONGEST_LINE = 64 * 1024;
const MOST_LINES = 200_000;

/**
 * The rows of an uploaded receipt: an xlsx file by its first bytes, else CSV in UTF-8, GB18030 or what Excel
 * calls Unicode text, separated by commas or tabs.
 *
 * @throws CodedError `RECEIPT.UNREADABLE`, `RECEIPT.TOO_LARGE`, `RECEIPT.MACROS`
 */
export async function readReceipt(file: Buffer): Promise<ReceivedRow[]> {
  if (file.length > RECEIPT_LIMIT_BYTES) throw deductionErrors.tooLarge(`${file.length} bytes`);
  if (file.subarray(0, ZIP.length).equals(ZIP)) return readWorkbookRows(file);
  if (file.subarray(0, COMPOUND.length).equals(COMPOUND)) {
    throw deductionErrors.unreadable('an xls file, or a workbook behind a password');
  }
  return csvRows(textOf(file));
}

/** UTF-8 is recognised by its form: Chinese text in GB18030 is not valid UTF-8 but by rare accident. */
function textOf(file: Buffer): string {
  if (file.subarray(0, UTF16_LE.length).equals(UTF16_LE)) return iconv.decode(file, 'utf16le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    const text = iconv.decode(file, 'gb18030');
    if (text.includes('\ufffd')) throw deductionErrors.unreadable('neither UTF-8 nor GB18030');
    return text;
  }
}

function csvRows(text: string): ReceivedRow[] {
  if (text.includes('\0')) throw deductionErrors.unreadable('the file is not text');
  const records = recordsOf(text);
  if (records.length > MOST_LINES) throw deductionErrors.tooLarge(`more than ${MOST_LINES} lines`);
  return records
    .map(({ record, info: { lines } }) => ({
      row: lines,
      cells: record.map((field) => (field.trim() === '' ? null : ({ kind: 'text', text: field } as const))),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== null));
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function recordsOf(text: string): CsvRecord[] {
  const firstLine = text.slice(0, Math.max(0, text.search(/\r?\n/)));
  try {
    const records: unknown = parse(text, {
      bom: true,
      info: true,
      delimiter: firstLine.includes('\t') && !firstLine.includes(',') ? '\t' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_LINE,
      to: MOST_LINES + 1,
    });
    return records as CsvRecord[];
  } catch (failure) {
    throw deductionErrors.unreadable(failure instanceof Error ? failure.message : 'not a CSV file');
  }
}
