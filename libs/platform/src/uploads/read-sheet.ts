import { posix } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { dateStyles } from './date-styles.js';
import { uploadErrors } from './upload-errors.js';
import { openArchive, type WorkbookArchive } from './workbook-archive.js';
import { attributeOf, xmlTokens } from './xml-tokens.js';

/** What a cell of an uploaded sheet holds. */
export type UploadedCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  /** A number that its format shows as a date or a time. */
  | { readonly kind: 'date'; readonly at: Temporal.PlainDateTime }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Never trusted: what it showed somebody else may not be what it says. */
  | { readonly kind: 'formula' }
  /** `#N/A` and its like. */
  | { readonly kind: 'error' };

export interface UploadedRow {
  /** As Excel numbers it, from 1. */
  readonly number: number;
  /** By column, from 1. Empty cells are not in it. */
  readonly cells: ReadonlyMap<number, UploadedCell>;
}

export interface UploadedSheet {
  readonly name: string;
  /** In order; empty rows are not in it. */
  readonly rows: readonly UploadedRow[];
  /** Merged ranges such as `A1:C1`, the first hundred. */
  readonly merged: readonly string[];
}

/** More than any form has; what stands further right is not looked at. */
const MOST_COLUMNS = 64;
const MOST_MERGED = 100;

/**
 * Reads the first visible sheet of an uploaded workbook. Only cells are read: what other programs would unfold
 * (validations, merged ranges, formats, links) is not.
 *
 * @throws CodedError `UPLOADS.NOT_XLSX`, `UPLOADS.OLD_FORMAT`, `UPLOADS.MACROS`, `UPLOADS.TOO_LARGE`,
 *   `UPLOADS.TOO_MANY_ROWS`, `UPLOADS.DAMAGED`
 */
export async function readUploadedSheet(
  file: Buffer,
  { mostRows }: { readonly mostRows: number },
): Promise<UploadedSheet> {
  const archive = await openArchive(file);
  const { name, relation, since1904 } = firstSheet(await archive.text('xl/workbook.xml'));
  const part = target(await archive.text('xl/_rels/workbook.xml.rels'), relation);
  const texts = await sharedTexts(archive);
  const dates = archive.has('xl/styles.xml') ? dateStyles(await archive.text('xl/styles.xml')) : [];
  const content = cellsOf(await archive.text(part), { texts, dates, since1904 }, mostRows);
  return { name, ...content };
}

function firstSheet(workbook: string): { name: string; relation: string; since1904: boolean } {
  let since1904 = false;
  for (const token of xmlTokens(workbook)) {
    if (token.kind !== 'open') continue;
    const of = (name: string): string | undefined => attributeOf(token.attributes, name);
    if (token.name === 'workbookPr') since1904 = /^(1|true)$/.test(of('date1904') ?? '');
    if (token.name === 'sheet' && !/hidden/i.test(of('state') ?? '')) {
      return { name: of('name') ?? '', relation: of('id') ?? '', since1904 };
    }
  }
  throw uploadErrors.damaged('no visible sheet');
}

function target(relations: string, id: string): string {
  for (const token of xmlTokens(relations)) {
    if (token.kind !== 'open' || token.name !== 'Relationship') continue;
    if (attributeOf(token.attributes, 'Id') !== id) continue;
    const path = attributeOf(token.attributes, 'Target') ?? '';
    return path.startsWith('/') ? path.slice(1) : posix.join('xl', path);
  }
  throw uploadErrors.damaged('the sheet has no part');
}

async function sharedTexts(archive: WorkbookArchive): Promise<string[]> {
  if (!archive.has('xl/sharedStrings.xml')) return [];
  const texts: string[] = [];
  let [inText, inReading] = [false, false];
  for (const token of xmlTokens(await archive.text('xl/sharedStrings.xml'))) {
    if (token.kind === 'text') {
      const last = texts.length - 1;
      if (inText && !inReading) texts[last] = `${texts[last] ?? ''}${token.text}`;
    } else if (token.kind === 'open') {
      if (token.name === 'si') texts.push('');
      // How a word is read aloud is not part of it.
      else if (token.name === 'rPh') inReading = !token.empty;
      else if (token.name === 't') inText = !token.empty && texts.length > 0;
    } else if (token.name === 't') inText = false;
    else if (token.name === 'rPh') inReading = false;
  }
  return texts.map(withoutEscapes);
}

interface Book {
  readonly texts: readonly string[];
  /** By style: whether it shows a date. */
  readonly dates: readonly boolean[];
  readonly since1904: boolean;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  formula: boolean;
  value: string;
}

function cellsOf(sheet: string, book: Book, mostRows: number): { rows: UploadedRow[]; merged: string[] } {
  const rows: UploadedRow[] = [];
  const merged: string[] = [];
  let row: { number: number; cells: Map<number, UploadedCell> } = { number: 0, cells: new Map() };
  let cell: OpenCell | null = null;
  let column = 0;
  let [inValue, inReading] = [false, false];
  const endCell = (): void => {
    const value = cell === null ? null : valueOf(cell, book);
    if (cell !== null && value !== null && cell.column <= MOST_COLUMNS) row.cells.set(cell.column, value);
    cell = null;
  };
  const endRow = (): void => {
    if (row.cells.size === 0) return;
    if (rows.length >= mostRows) throw uploadErrors.tooManyRows(mostRows);
    rows.push(row);
    row = { number: row.number, cells: new Map() };
  };
  for (const token of xmlTokens(sheet)) {
    if (token.kind === 'text') {
      if (inValue && !inReading && cell !== null) cell.value += token.text;
      continue;
    }
    const { name } = token;
    const opens = token.kind === 'open';
    if (name === 'row') {
      endRow();
      if (opens) {
        const number = Number(attributeOf(token.attributes, 'r') ?? row.number + 1);
        row = { number: Number.isSafeInteger(number) ? number : row.number + 1, cells: new Map() };
        column = 0;
      }
    } else if (name === 'c') {
      endCell();
      if (opens) {
        column = columnOf(attributeOf(token.attributes, 'r')) ?? column + 1;
        cell = openCell(column, token.attributes);
        if (token.empty) endCell();
      }
    } else if (name === 'f') {
      if (cell !== null) cell.formula = true;
    } else if (name === 'v' || name === 't') inValue = opens && !token.empty;
    else if (name === 'rPh') inReading = opens && !token.empty;
    else if (opens && name === 'mergeCell' && merged.length < MOST_MERGED) {
      merged.push(attributeOf(token.attributes, 'ref') ?? '');
    }
  }
  endRow();
  return { rows, merged };
}

function openCell(column: number, attributes: string): OpenCell {
  const style = Number(attributeOf(attributes, 's') ?? 0);
  return { column, type: attributeOf(attributes, 't') ?? 'n', style, formula: false, value: '' };
}

function valueOf({ type, style, formula, value }: OpenCell, book: Book): UploadedCell | null {
  if (formula) return { kind: 'formula' };
  switch (type) {
    case 's':
      return textCell(book.texts[Number(value)] ?? '');
    case 'inlineStr':
    case 'str':
      return textCell(withoutEscapes(value));
    case 'b':
      return { kind: 'boolean', value: value === '1' };
    case 'e':
      return { kind: 'error' };
    case 'd':
      return dateCell(() => Temporal.PlainDateTime.from(value.replace(/Z$/, '')));
    default:
      if (value.trim() === '') return null;
      if (!Number.isFinite(Number(value))) return { kind: 'error' };
      return book.dates[style] === true
        ? dateCell(() => serialDate(Number(value), book.since1904))
        : { kind: 'number', value: Number(value) };
  }
}

function textCell(text: string): UploadedCell | null {
  return text.trim() === '' ? null : { kind: 'text', text };
}

function dateCell(read: () => Temporal.PlainDateTime): UploadedCell {
  try {
    return { kind: 'date', at: read() };
  } catch {
    return { kind: 'error' };
  }
}

/** Days since 1899-12-30, or since 1904-01-01 in books that began on a Mac. To the second. */
function serialDate(serial: number, since1904: boolean): Temporal.PlainDateTime {
  const epoch = since1904 ? '1904-01-01T00:00' : '1899-12-30T00:00';
  return Temporal.PlainDateTime.from(epoch).add({ seconds: Math.round(serial * 86_400) });
}

/** `C` of `C12` is 3. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}

/** A workbook writes a control character as `_x000D_`. */
function withoutEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
