import {
  AlignmentType,
  Document,
  DocumentGridType,
  Footer,
  Header,
  PageNumber,
  Paragraph,
  type ISectionOptions,
  SectionType,
  type Table,
  TextRun,
} from 'docx';
import { FONTS } from './fonts.js';

const TWIPS_PER_MM = 1440 / 25.4;
const mm = (length: number): number => Math.round(length * TWIPS_PER_MM);

/** GB/T 9704-2012, 5.2: A4, margins 37/35/28/26 mm, so 156 mm × 225 mm of text. Lengths in twips. */
const PAGE = { width: mm(210), height: mm(297) };
const MARGIN = { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) };
/** The page number stands 7 mm under the text. */
const FOOTER = mm(22);
const HEADER = mm(20);

export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;

/** Half points. 3号, 2号, 4号, 小四, 五号. */
export const SIZES = { body: 32, title: 44, small: 28, note: 24, cell: 21 } as const;
/** Twips. 22 lines a page. */
export const LINE = 579;
/** A character of 16 pt takes 16 pt less 0.25 pt: 28 of them make a line of 156 mm. */
const LETTER_SPACING = -5;
/** The width of a character of the body, in twips. */
export const CHARACTER = 320;

const RED = 'FF0000';

/** What the file says about itself, and whether its pages say 草稿. */
export interface DocumentAbout {
  readonly title: string;
  readonly creator: string;
  readonly isDraft: boolean;
}

/** Pages that begin on a page of their own; `foot` stands above the page number of each of them. */
export interface Pages {
  readonly children: ISectionOptions['children'];
  readonly foot?: () => Table;
}

/** A document on the page of an official paper: its fonts, lines and page numbers. */
export function officialDocument(about: DocumentAbout, pages: readonly Pages[]): Document {
  return new Document({
    title: about.title,
    creator: about.creator,
    lastModifiedBy: about.creator,
    evenAndOddHeaderAndFooters: true,
    defaultTabStop: CHARACTER * 2,
    styles: {
      default: {
        document: {
          run: {
            font: FONTS.body,
            size: SIZES.body,
            characterSpacing: LETTER_SPACING,
            language: { value: 'en-US', eastAsia: 'zh-CN' },
          },
          paragraph: { spacing: { line: LINE, lineRule: 'exact' }, alignment: AlignmentType.BOTH },
        },
      },
    },
    sections: pages.map(({ children, foot }) => ({
      properties: {
        type: SectionType.NEXT_PAGE,
        page: {
          size: { width: PAGE.width, height: PAGE.height },
          margin: { ...MARGIN, header: HEADER, footer: FOOTER, gutter: 0 },
        },
        // No grid: every paragraph says its own exact line, which a grid would round up to the next of its lines.
        grid: { type: DocumentGridType.DEFAULT, linePitch: LINE },
      },
      headers: { default: draftMark(about.isDraft), even: draftMark(about.isDraft) },
      footers: {
        default: pageNumber(AlignmentType.RIGHT, foot),
        even: pageNumber(AlignmentType.LEFT, foot),
      },
      children,
    })),
  });
}

/** 7.5: four-size 宋体 figures between dashes, one character in from the outer edge. */
function pageNumber(
  side: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT,
  foot?: () => Table,
): Footer {
  const run = { font: FONTS.pageNumber, size: SIZES.small, characterSpacing: 0 };
  return new Footer({
    children: [
      ...(foot === undefined ? [] : [foot()]),
      new Paragraph({
        alignment: side,
        indent: side === AlignmentType.RIGHT ? { right: 280 } : { left: 280 },
        children: [new TextRun({ ...run, children: ['－', PageNumber.CURRENT, '－'] })],
      }),
    ],
  });
}

function draftMark(isDraft: boolean): Header {
  const run = { font: FONTS.heading, size: SIZES.small, color: RED };
  return new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: isDraft ? [new TextRun({ ...run, text: '草　稿（未经批准印发，不作为扣发依据）' })] : [],
      }),
    ],
  });
}
