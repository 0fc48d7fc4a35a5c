import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import { run } from './official-paper.js';
import { CHARACTER, SIZES, TEXT_WIDTH } from './page.js';

const LINE = 460;
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
/** 7.4.1: 0.35 mm outside, 0.25 mm between. */
const THICK = { style: BorderStyle.SINGLE, size: 8, color: '000000' };
const THIN = { style: BorderStyle.SINGLE, size: 6, color: '000000' };

/** 版记: who else gets it, who printed it and when; stands in the footer of the last page. */
export function colophon(cc: string, unit: string, date: string): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [TEXT_WIDTH],
    borders: {
      top: THICK,
      bottom: THICK,
      left: NONE,
      right: NONE,
      insideHorizontal: THIN,
      insideVertical: NONE,
    },
    rows: [line([`抄送：${cc}`]), line([unit, `${date}印发`])],
  });
}

/** One line, one character in from both edges; a second text stands at the right. */
function line(texts: readonly string[]): TableRow {
  return new TableRow({
    children: [
      new TableCell({
        width: { size: TEXT_WIDTH, type: WidthType.DXA },
        margins: { left: 0, right: 0, marginUnitType: WidthType.DXA },
        children: [
          new Paragraph({
            alignment: AlignmentType.LEFT,
            indent: { left: CHARACTER, right: CHARACTER },
            tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH - CHARACTER }],
            spacing: { line: LINE, lineRule: 'exact' },
            children: texts.flatMap((text, n) => [
              ...(n === 0 ? [] : [new TextRun({ size: SIZES.small, children: [new Tab()] })]),
              run(text, { size: SIZES.small, characterSpacing: 0 }),
            ]),
          }),
        ],
      }),
    ],
  });
}
