/** Spreadsheets do not grow rows of a file they open, so whoever writes the file has to know the heights. */

const PT_PER_WIDTH_UNIT = 5.25;
const CELL_PADDING_PT = 3;
/** Widths in em, on the wide side of the fonts that stand in for 宋体 (whose digits take half an em). */
const CHINESE_EM = 1;
const LETTER_EM = 0.6;
const PUNCTUATION_EM = 0.36;
const DASH_EM = 0.5;
const LINE_SPACING = 1.45;
const TALLEST_ROW_PT = 409;

/** One printed text and the width, in units of column width, it may take. */
export interface TextBox {
  readonly text: string;
  readonly width: number;
  readonly sizePt: number;
}

/** The row height that shows every box whole, at least `atLeastPt`, at most the 409 pt a row may have. */
export function rowHeightPt(boxes: readonly TextBox[], atLeastPt: number): number {
  const heights = boxes.map((box) => lineCount(box) * box.sizePt * LINE_SPACING + CELL_PADDING_PT / 2);
  return Math.min(TALLEST_ROW_PT, Math.ceil(Math.max(atLeastPt, ...heights)));
}

/**
 * What stays on one line: a word with its dash, a Chinese character with the punctuation that must not begin a
 * line and with the figures right behind that.
 */
const PIECES =
  /\n| +|[\u2e80-\u{3ffff}][，。；：、）？！]+[^\s\u2013\u2e80-\u{3ffff}]*|[^\s\u2013\u2e80-\u{3ffff}]+\u2013?|./gu;

/** How many lines a text takes when it may break at spaces, after a dash and beside Chinese characters. */
export function lineCount(box: TextBox): number {
  const available = (box.width * PT_PER_WIDTH_UNIT - CELL_PADDING_PT) / box.sizePt;
  let lines = 1;
  let used = 0;
  for (const piece of box.text.match(PIECES) ?? []) {
    const width = widthEm(piece);
    if (piece === '\n') {
      lines += 1;
      used = 0;
    } else if (used + width <= available || piece.trim() === '') {
      used += width;
    } else {
      const wholeLines = Math.ceil(width / available);
      lines += used === 0 ? wholeLines - 1 : wholeLines;
      used = width - (wholeLines - 1) * available;
    }
  }
  return lines;
}

function widthEm(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character === '–') width += DASH_EM;
    else if (character >= '\u2000') width += CHINESE_EM;
    else width += /[\p{L}\p{N}]/u.test(character) ? LETTER_EM : PUNCTUATION_EM;
  }
  return width;
}
