import type { Temporal } from 'temporal-polyfill';
import { type ArchivePart, officeArchive } from '../office-archive.js';
import type { CellStyles } from './cell-styles.js';
import { A4, MARGINS } from './page.js';
import { SharedTexts } from './shared-texts.js';
import {
  contentTypesPart,
  corePart,
  HEAD,
  MAIN,
  OFFICE,
  relationshipsPart,
  type SheetEntry,
  workbookPart,
} from './workbook-parts.js';
import { escapedXml } from './xml-text.js';

/** A cell with the look that {@link CellStyles} numbered. A number is given as it is written: `100.50`. */
export type StreamedCell =
  | { readonly style: number; readonly text: string }
  | { readonly style: number; readonly number: string }
  /** Not written at all. */
  | null;

export interface StreamedRow {
  readonly cells: readonly StreamedCell[];
  readonly heightPt?: number;
  /** A printed page ends under this row. */
  readonly endsPage?: boolean;
}

/** A sheet of many rows, printed on A4 landscape, one page wide, with page numbers. */
export interface StreamedSheet extends SheetEntry {
  /** In characters. */
  readonly widths: readonly number[];
  /** Walked over once. */
  readonly rows: Iterable<StreamedRow>;
  readonly frozen: { readonly columns: number; readonly rows: number };
  /** `A1:R1`. */
  readonly merged?: readonly string[];
  readonly footer: string;
  readonly gridLines: boolean;
}

const ROWS_AT_ONCE = 200;
/** Excel knows no more page breaks on a sheet; where there are more, it breaks the pages itself. */
const MOST_BREAKS = 1000;

/**
 * An xlsx file written row by row: what is held in memory are the different texts and the packed file. Depends on
 * nothing but its arguments: same sheets, same date, same bytes.
 */
export async function streamedWorkbook(
  book: { readonly title: string; readonly sheets: readonly StreamedSheet[]; readonly styles: CellStyles },
  issuedOn: Temporal.PlainDate,
): Promise<Buffer> {
  return officeArchive(partsOf(book, issuedOn), issuedOn);
}

/** In this order, so that texts and styles are complete when their turn comes. */
function* partsOf(
  { title, sheets, styles }: Parameters<typeof streamedWorkbook>[0],
  issuedOn: Temporal.PlainDate,
): Generator<ArchivePart> {
  const texts = new SharedTexts();
  yield { name: '[Content_Types].xml', content: contentTypesPart(sheets.length) };
  yield {
    name: '_rels/.rels',
    content: relationshipsPart([
      ['officeDocument', 'xl/workbook.xml'],
      ['core-properties', 'docProps/core.xml'],
    ]),
  };
  yield { name: 'docProps/core.xml', content: corePart(title, issuedOn) };
  yield { name: 'xl/workbook.xml', content: workbookPart(sheets) };
  yield {
    name: 'xl/_rels/workbook.xml.rels',
    content: relationshipsPart([
      ...sheets.map((_, n) => ['worksheet', `worksheets/sheet${n + 1}.xml`] as const),
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
  };
  for (const [n, sheet] of sheets.entries()) {
    yield { name: `xl/worksheets/sheet${n + 1}.xml`, content: sheetPart(sheet, texts) };
  }
  yield { name: 'xl/styles.xml', content: HEAD + styles.part(MAIN) };
  yield { name: 'xl/sharedStrings.xml', content: textsPart(texts) };
}

function* textsPart(texts: SharedTexts): Generator<string> {
  yield `${HEAD}<sst xmlns="${MAIN}" uniqueCount="${texts.size}">`;
  yield* texts.items();
  yield '</sst>';
}

function* sheetPart(sheet: StreamedSheet, texts: SharedTexts): Generator<string> {
  yield sheetHead(sheet);
  const columns = sheet.widths.map((_, n) => columnName(n));
  const breaks: number[] = [];
  let piece: string[] = [];
  let number = 0;
  for (const row of sheet.rows) {
    number += 1;
    if (row.endsPage === true) breaks.push(number);
    piece.push(rowXml(row, number, columns, texts));
    if (piece.length < ROWS_AT_ONCE) continue;
    yield piece.join('');
    piece = [];
  }
  yield piece.join('');
  yield sheetFoot(sheet, breaks);
}

function sheetHead({ widths, frozen, gridLines }: StreamedSheet): string {
  const columns = widths.map(
    (width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`,
  );
  const split = frozen.columns === 0 ? '' : ` xSplit="${frozen.columns}"`;
  const corner = `${columnName(frozen.columns)}${frozen.rows + 1}`;
  const pane = frozen.columns === 0 ? 'bottomLeft' : 'bottomRight';
  return (
    `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView workbookViewId="0"${gridLines ? '' : ' showGridLines="0"'}>` +
    `<pane${split} ySplit="${frozen.rows}" topLeftCell="${corner}" activePane="${pane}" state="frozen"/>` +
    `<selection pane="${pane}"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`
  );
}

function rowXml(row: StreamedRow, number: number, columns: readonly string[], texts: SharedTexts): string {
  const height = row.heightPt === undefined ? '' : ` ht="${row.heightPt}" customHeight="1"`;
  let cells = '';
  for (const [n, cell] of row.cells.entries()) {
    if (cell !== null) cells += cellXml(cell, `${columns[n] ?? ''}${number}`, texts);
  }
  return `<row r="${number}"${height}>${cells}</row>`;
}

function cellXml(cell: NonNullable<StreamedCell>, address: string, texts: SharedTexts): string {
  const begin = `<c r="${address}" s="${cell.style}"`;
  if ('number' in cell) return `${begin}><v>${cell.number}</v></c>`;
  return cell.text === '' ? `${begin}/>` : `${begin} t="s"><v>${texts.indexOf(cell.text)}</v></c>`;
}

function sheetFoot({ merged = [], footer }: StreamedSheet, breaks: readonly number[]): string {
  const merges = merged.map((range) => `<mergeCell ref="${range}"/>`).join('');
  // The last one keeps the foot with the last rows.
  const kept = breaks.length > MOST_BREAKS ? breaks.slice(-1) : breaks;
  const ends = kept.map((row) => `<brk id="${row}" max="16383" man="1"/>`).join('');
  const margins = Object.entries(MARGINS).map(([side, inches]) => ` ${side}="${inches}"`);
  return (
    `</sheetData>${merges === '' ? '' : `<mergeCells count="${merged.length}">${merges}</mergeCells>`}` +
    `<printOptions horizontalCentered="1"/><pageMargins${margins.join('')}/>` +
    `<pageSetup paperSize="${A4}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
    `<headerFooter><oddFooter>${escapedXml(footer)}</oddFooter></headerFooter>` +
    (ends === ''
      ? ''
      : `<rowBreaks count="${kept.length}" manualBreakCount="${kept.length}">${ends}</rowBreaks>`) +
    '</worksheet>'
  );
}

/** 0 → `A`, 26 → `AA`. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
