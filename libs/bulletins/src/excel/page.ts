/** Geometry of the printed page: A4 landscape, one page wide. Lengths are points of the unscaled sheet. */

/** The number of the paper in the file format. */
export const A4 = 9;
const A4_LONG_PT = 841.9;
const A4_SHORT_PT = 595.3;
const PT_PER_INCH = 72;
/** One unit of column width is a digit of the workbook's default font: 7 pixels of 0.75 pt. */
const PT_PER_WIDTH_UNIT = 5.25;
/** Printers and spreadsheets round row heights up; a page planned to the last point would spill over. */
const SAFETY = 0.97;

/** Inches, as the file format wants them. */
export const MARGINS = {
  left: 0.28,
  right: 0.28,
  top: 0.4,
  bottom: 0.5,
  header: 0.2,
  footer: 0.25,
} as const;

/** How many unscaled points of rows fit on one page when columns of these widths are fitted to its width. */
export function pageHeightPt(columnWidths: readonly number[]): number {
  const usableWidth = A4_LONG_PT - (MARGINS.left + MARGINS.right) * PT_PER_INCH;
  const usableHeight = A4_SHORT_PT - (MARGINS.top + MARGINS.bottom) * PT_PER_INCH;
  const scale = Math.min(1, usableWidth / widthPt(columnWidths));
  return (usableHeight / scale) * SAFETY;
}

function widthPt(columnWidths: readonly number[]): number {
  return columnWidths.reduce((total, width) => total + width * PT_PER_WIDTH_UNIT, 0);
}

/**
 * The positions after which a page must end so that the last `keepTogether` rows share a page, as far as one
 * page can hold them. The first page also carries `openingPt` (title), every page `headPt` (repeated header).
 */
export function pageBreaks(plan: {
  readonly rowHeights: readonly number[];
  readonly keepTogether: number;
  readonly openingPt: number;
  readonly headPt: number;
  readonly pagePt: number;
}): number[] {
  const breaks: number[] = [];
  const lastBlock = Math.max(0, plan.rowHeights.length - plan.keepTogether);
  let left = plan.pagePt - plan.openingPt - plan.headPt;
  plan.rowHeights.forEach((height, n) => {
    const needed = n === lastBlock ? sum(plan.rowHeights.slice(n)) : height;
    if (needed > left && n > 0) {
      breaks.push(n);
      left = plan.pagePt - plan.headPt;
    }
    left -= height;
  });
  return breaks;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The foot of every page: what the paper is, and the page's number. */
export function pageFooter(text: string): string {
  // In footers `&` starts a code; a digit right after `&9` would be read as part of the size.
  return `&L&9 ${text.replaceAll('&', '&&')}&C&9第 &P 页 共 &N 页`;
}
