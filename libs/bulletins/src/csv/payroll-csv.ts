import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import type { Field, PayrollTable } from '../domain/deductions/payroll-table.js';
import { safeText } from '../domain/sheet-safety.js';
import { yuanWords } from '../domain/wording.js';

export const csvEncodings = ['utf8', 'gb18030'] as const;
export type CsvEncoding = (typeof csvEncodings)[number];

const BYTE_ORDER_MARK = '\ufeff';
/** Lines are put into text and bytes so many at a time: a county's file is never held as one long text. */
const LINES_AT_ONCE = 2_000;

/**
 * The table as CSV by RFC 4180: comma, quotes where needed, CR LF. UTF-8 has the byte-order mark Excel needs;
 * GB18030 has none and holds all of Unicode. Same table, same bytes.
 */
export function payrollCsv(table: PayrollTable, encoding: CsvEncoding): Buffer {
  const pieces: Buffer[] = [];
  let lines = [table.headings.map(safeText)];
  const write = (): void => {
    const text = stringify(lines, { record_delimiter: '\r\n' });
    const mark = pieces.length === 0 && encoding === 'utf8' ? BYTE_ORDER_MARK : '';
    pieces.push(iconv.encode(mark + text, encoding));
    lines = [];
  };
  for (const row of table.rows) {
    lines.push(row.map(fieldText));
    if (lines.length === LINES_AT_ONCE) write();
  }
  if (lines.length > 0) write();
  return Buffer.concat(pieces);
}

/** Numbers are written by us and stay numbers: a reversal begins with its minus. */
function fieldText(field: Field): string {
  switch (field.kind) {
    case 'text':
      return safeText(field.text);
    case 'count':
      return String(field.value);
    case 'amount':
      return yuanWords(field.fen);
  }
}
