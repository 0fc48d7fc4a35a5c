import { CodedError, type UploadedCell, type UploadedSheet } from '@cunqin/platform';
import { type CellValue, cellValue } from './cell-values.js';
import { EXAMPLE, type ImportForm } from './import-columns.js';
import { importErrors } from './import-errors.js';

/** A row as it was read, or everything that is wrong with its cells. */
export interface ImportRow {
  /** As Excel numbers it, from 1. */
  readonly number: number;
  readonly values: Readonly<Record<string, CellValue>>;
  readonly faults: readonly CodedError[];
}

/**
 * Reads the rows below the headings. Columns may stand in any order, and one that may be left empty may be left
 * out; a heading that nobody knows is refused, since what stands below it would be lost.
 *
 * @throws CodedError `IMPORTS.WRONG_HEADINGS`, `IMPORTS.MERGED_CELLS`, `IMPORTS.EMPTY`
 */
export function importRows({ rows, merged }: UploadedSheet, form: ImportForm): ImportRow[] {
  const [heading, ...below] = rows;
  if (heading === undefined) throw importErrors.empty();
  const places = placesOf(heading.cells, form);
  if (merged.length > 0) throw importErrors.merged(merged);
  const first = places.get(form.columns[0]?.field ?? '');
  const filled = below.filter(({ cells }) => !isExample(cells.get(first ?? 1)));
  if (filled.length === 0) throw importErrors.empty();
  return filled.map(({ number, cells }) => {
    const faults: CodedError[] = [];
    const values: Record<string, CellValue> = {};
    for (const column of form.columns) {
      try {
        const value = cellValue(cells.get(places.get(column.field) ?? 0), column);
        if (value !== undefined) values[column.field] = value;
      } catch (fault) {
        if (!(fault instanceof CodedError)) throw fault;
        faults.push(fault);
      }
    }
    return { number, values, faults };
  });
}

function isExample(cell: UploadedCell | undefined): boolean {
  return cell?.kind === 'text' && cell.text.trim().startsWith(EXAMPLE);
}

/** By field the column, from 1. */
function placesOf(cells: ReadonlyMap<number, UploadedCell>, form: ImportForm): Map<string, number> {
  const places = new Map<string, number>();
  const unknown: string[] = [];
  for (const [place, cell] of cells) {
    const heading = cell.kind === 'text' ? cell.text.replaceAll(/[\s*＊]/g, '') : '';
    const column = form.columns.find(
      (known) => known.heading === heading.replace('（', '(').replace('）', ')'),
    );
    if (column === undefined || places.has(column.field)) unknown.push(heading.slice(0, 20));
    else places.set(column.field, place);
  }
  const missing = form.columns.filter(({ field, required }) => required && !places.has(field));
  if (missing.length > 0 || unknown.length > 0) {
    const headings = missing.map(({ heading }) => heading);
    throw importErrors.wrongHeadings(headings, unknown.slice(0, 10));
  }
  return places;
}
