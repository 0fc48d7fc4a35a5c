import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { Annex } from '../domain/bulletin-annexes.js';
import { madeAnew } from '../domain/made-anew.js';
import { printedCell } from '../domain/printed-cell.js';
import type { Cell } from '../domain/weekly-summary.js';
import { FONTS } from './fonts.js';
import { run } from './official-paper.js';
import { SIZES, TEXT_WIDTH } from './page.js';
import { wordXml } from './word-text.js';

/** A table whose rows are many: drawn with one row as a pattern, and filled when the document is packed. */
export interface LongTable {
  readonly table: Table;
  readonly fill: FillTable;
}

/** Finds the table's pattern row in (the rest of) a document and says what stands in its place. */
export type FillTable = (documentXml: string) => {
  readonly before: string;
  readonly rows: Iterable<string>;
  readonly after: string;
};

type Drawn = Pick<Annex, 'columns' | 'rows' | 'total'>;
type Column = Annex['columns'][number];

const LINE = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
const BORDERS = {
  top: LINE,
  bottom: LINE,
  left: LINE,
  right: LINE,
  insideHorizontal: LINE,
  insideVertical: LINE,
};
const ROW_HEIGHT = 454;

/**
 * The table of an annex: the head is repeated on every page, no row is split over two.
 *
 * @param key tells this table's pattern from those of others
 */
export function annexTable(drawn: Drawn, key: string): LongTable {
  const { columns, rows, total } = drawn;
  const widths = widthsOf(columns);
  const marker = (n: number): string => `\u{F0000}${key}.${n}\u{F0000}`;
  const draw = (cells: readonly string[], look: 'head' | 'body' | 'total'): TableRow =>
    new TableRow({
      cantSplit: true,
      tableHeader: look === 'head',
      height: { value: ROW_HEIGHT, rule: 'atLeast' },
      children: cells.map((text, n) => drawCell(text, columns[n], widths[n] ?? 0, look)),
    });
  const table = new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: BORDERS,
    margins: { left: 40, right: 40, top: 20, bottom: 20, marginUnitType: WidthType.DXA },
    rows: [
      draw(
        columns.map((column) => column.title),
        'head',
      ),
      ...(rows.length === 0
        ? []
        : [
            draw(
              columns.map((_, n) => marker(n)),
              'body',
            ),
          ]),
      ...(total === null ? [] : [draw(total.map(printedCell), 'total')]),
    ],
  });
  return { table, fill: (xml) => fillRows(xml, marker, rows) };
}

function drawCell(
  text: string,
  column: Column | undefined,
  width: number,
  look: 'head' | 'body' | 'total',
): TableCell {
  const left = column?.left === true && look === 'body';
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    children: [
      new Paragraph({
        alignment: left ? AlignmentType.LEFT : AlignmentType.CENTER,
        spacing: { line: 300, lineRule: 'exact' },
        children: [
          run(text, {
            font: look === 'body' ? FONTS.body : FONTS.heading,
            size: SIZES.cell,
            characterSpacing: 0,
          }),
        ],
      }),
    ],
  });
}

/** Repeats the pattern row with the rows' texts: thousands of rows cost no more than their text. */
function fillRows(
  xml: string,
  marker: (n: number) => string,
  rows: readonly (readonly Cell[])[],
): ReturnType<FillTable> {
  if (rows.length === 0) return { before: '', rows: [], after: xml };
  const at = xml.indexOf(marker(0));
  const start = xml.lastIndexOf('<w:tr>', at);
  const end = xml.indexOf('</w:tr>', at) + '</w:tr>'.length;
  if (at < 0 || start < 0) throw new Error(`the document has no pattern row ${marker(0)}`);
  const pieces: string[] = [];
  let rest = xml.slice(start, end);
  for (let n = 0; rest.includes(marker(n)); n += 1) {
    const [before = '', after = ''] = rest.split(marker(n));
    pieces.push(before);
    rest = after;
  }
  const drawn = madeAnew(
    rows,
    (row) => row.map((cell, n) => `${pieces[n] ?? ''}${wordXml(printedCell(cell))}`).join('') + rest,
  );
  return { before: xml.slice(0, start), rows: drawn, after: xml.slice(end) };
}

function widthsOf(columns: readonly Column[]): number[] {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  return columns.map(({ width }) => Math.floor((TEXT_WIDTH * width) / whole));
}
