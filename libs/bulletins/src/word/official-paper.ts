import { AlignmentType, BorderStyle, Paragraph, TextRun, type IRunOptions } from 'docx';
import { FONTS } from './fonts.js';
import { CHARACTER, LINE, SIZES, TEXT_WIDTH } from './page.js';
import { wordText } from './word-text.js';

const RED = 'FF0000';
/** Twips. 7.2.4: the upper edge of the masthead is 35 mm under that of the text. */
const MASTHEAD_SPACE = 1984;
const MASTHEAD_MOST = 96;
const HALF_POINTS_PER_TWIP = 1 / 10;

/** A run of cleaned text. */
export function run(text: string, look: Omit<IRunOptions, 'text' | 'children'> = {}): TextRun {
  return new TextRun({ ...look, text: wordText(text) });
}

/** 发文机关标志: red, as large as one line allows, at most 48 pt; then 文号 and the red line under it. */
export function redHead(masthead: string, docNo: string): Paragraph[] {
  const widest = Math.floor(((TEXT_WIDTH - CHARACTER) / emOf(masthead)) * HALF_POINTS_PER_TWIP);
  const size = Math.min(MASTHEAD_MOST, widest - (widest % 2));
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: MASTHEAD_SPACE, line: 240, lineRule: 'auto' },
      children: [run(masthead, { font: FONTS.title, size, color: RED, characterSpacing: 0 })],
    }),
    blank(),
    blank(),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, space: 11, color: RED } },
      children: [run(docNo)],
    }),
    blank(),
  ];
}

/** 标题: 22 pt 小标宋, centred, in the given lines. */
export function title(lines: readonly string[]): Paragraph[] {
  return lines.map(
    (line) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        keepNext: true,
        spacing: { line: 660, lineRule: 'exact' },
        children: [run(line, { font: FONTS.title, size: SIZES.title, characterSpacing: 0 })],
      }),
  );
}

/** 主送机关: at the left edge. */
export function addressees(text: string): Paragraph {
  return new Paragraph({ children: [run(text)] });
}

export function heading(text: string): Paragraph {
  return new Paragraph({ ...INDENTED, keepNext: true, children: [run(text, { font: FONTS.heading })] });
}

/** A paragraph of the body; `lead` is a heading of the second order at its beginning. */
export function body(text: string, lead = ''): Paragraph {
  const opening = lead === '' ? [] : [run(lead, { font: FONTS.subheading })];
  return new Paragraph({ ...INDENTED, children: [...opening, run(text)] });
}

/** 附件说明: `附件：1．…`, the others under the first. */
export function annexList(titles: readonly string[]): Paragraph[] {
  return titles.map((text, n) => {
    const numbered = `${n + 1}．${text}`;
    return new Paragraph({
      keepNext: true,
      indent: { left: n === 0 ? CHARACTER * 2 : CHARACTER * 5 },
      children: [run(n === 0 ? `附件：${numbered}` : numbered)],
    });
  });
}

/** 署名 and 成文日期: the date four characters from the right edge, the unit centred above it. */
export function signature(unit: string, date: string): Paragraph[] {
  const dateRight = 4;
  const unitRight = Math.max(0, dateRight + (emOf(date) - emOf(unit)) / 2);
  const line = (text: string, right: number): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      keepNext: true,
      indent: { right: Math.round(right * CHARACTER) },
      children: [run(text)],
    });
  return [line(unit, unitRight), line(date, dateRight)];
}

/** 附注 and other small print under the signature. */
export function smallPrint(text: string): Paragraph {
  return new Paragraph({
    keepLines: true,
    alignment: AlignmentType.LEFT,
    spacing: { line: 400, lineRule: 'exact' },
    children: [run(text, { size: SIZES.note, characterSpacing: 0 })],
  });
}

export function blank(): Paragraph {
  return new Paragraph({ spacing: { line: LINE, lineRule: 'exact' }, children: [] });
}

/** How many characters wide a text is: figures and letters are half as wide as Chinese ones. */
function emOf(text: string): number {
  return [...text].reduce((width, character) => width + (character < '\u2000' ? 0.5 : 1), 0);
}

const INDENTED = { indent: { firstLine: CHARACTER * 2, firstLineChars: 200 } } as const;
