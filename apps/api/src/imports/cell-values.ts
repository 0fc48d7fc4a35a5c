import type { UploadedCell } from '@cunqin/platform';
import { Temporal } from 'temporal-polyfill';
import type { ImportColumn } from './import-columns.js';
import { importErrors } from './import-errors.js';

/** What a cell says: text for most columns, fen for an amount; `undefined` when it is empty. */
export type CellValue = string | number | undefined;

/**
 * Reads a cell as its column wants it. What could mean two things is refused, not guessed.
 *
 * @throws CodedError `IMPORTS.…` naming the column's field
 */
export function cellValue(cell: UploadedCell | undefined, column: ImportColumn): CellValue {
  const { field } = column;
  if (cell === undefined) {
    if (column.required) throw importErrors.required(field);
    return undefined;
  }
  if (cell.kind === 'formula') throw importErrors.formula(field);
  if (cell.kind === 'error') throw importErrors.errorValue(field);
  if (cell.kind === 'boolean') throw importErrors.notText(field);
  // Somebody's name does not begin so; what other programs would carry out does.
  if (cell.kind === 'text' && cell.text.trimStart().startsWith('=')) throw importErrors.formula(field);
  return read(cell, column);
}

type PlainCell = Exclude<UploadedCell, { kind: 'formula' | 'error' | 'boolean' }>;

function read(cell: PlainCell, { kind, field, choices = {} }: ImportColumn): CellValue {
  switch (kind) {
    case 'code':
      if (cell.kind === 'text') return cell.text.trim();
      throw cell.kind === 'number' ? importErrors.codeAsNumber(field) : importErrors.notText(field);
    case 'number':
      if (cell.kind === 'number' && Number.isSafeInteger(cell.value)) return String(cell.value);
      return text(cell, field);
    case 'text':
      return cell.kind === 'number' ? String(cell.value) : text(cell, field);
    case 'choice': {
      const chosen = text(cell, field);
      const meant = choices[chosen] ?? Object.values(choices).find((value) => value === chosen);
      if (meant === undefined) throw importErrors.notAChoice(field, Object.keys(choices));
      return meant;
    }
    case 'amount':
      return fen(cell, field);
    case 'date':
      return dateTime(cell, field).toPlainDate().toString();
    case 'moment':
      return moment(cell, field);
    case 'week':
      return text(cell, field).replace(/^(\d{4})年第(\d{1,2})周$/, (_, year: string, week: string) => {
        return `${year}-W${week.padStart(2, '0')}`;
      });
  }
}

function text(cell: PlainCell, field: string): string {
  if (cell.kind !== 'text') throw importErrors.notText(field);
  return cell.text.trim();
}

/** Fen, from yuan with two decimals at most. */
function fen(cell: PlainCell, field: string): number {
  const yuan = cell.kind === 'number' ? String(cell.value) : cell.kind === 'text' ? cell.text.trim() : '';
  const [, whole, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuan) ?? [];
  if (whole === undefined) throw importErrors.notAnAmount(field);
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

const DATE =
  /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

function dateTime(cell: PlainCell, field: string): Temporal.PlainDateTime {
  if (cell.kind === 'date') return cell.at;
  const found = cell.kind === 'text' ? DATE.exec(cell.text.trim()) : null;
  if (found === null) throw importErrors.notADate(field);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number((part as string | undefined) ?? 0));
  try {
    return Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }, { overflow: 'reject' });
  } catch {
    throw importErrors.notADate(field);
  }
}

/** A date alone is due at its end, `2026-10-23T24:00:00`: nobody is given until the midnight before. */
function moment(cell: PlainCell, field: string): string {
  const at = dateTime(cell, field);
  const isDate = at.toPlainTime().equals(new Temporal.PlainTime());
  return isDate ? `${at.toPlainDate().toString()}T24:00:00` : at.toString({ smallestUnit: 'second' });
}
