import type ExcelJS from 'exceljs';

/**
 * Fonts are named, not shipped. Charset 134 (GB2312) and the family tell a machine without the named font to
 * take another Chinese one of the same kind: serif for 宋体 and 仿宋, sans-serif for 黑体.
 */
const SERIF = 1;
const SANS = 2;
const GB2312 = 134;

/**
 * Column widths are counted in digits of the workbook's default font. Calibri is missing outside Microsoft
 * Office and its stand-ins have wider digits, which would shrink a page fitted to its width by a third. Arial or
 * a font of its metrics is everywhere; at 9.5 pt its digit is 7 pixels rounded and unrounded, so programs agree.
 */
export const DEFAULT_FONT = '<font><sz val="9.5"/><name val="Arial"/><family val="2"/></font>';

export const BODY_SIZE = 9;
export const FOOT_SIZE = 10;

export const FONTS = {
  title: { name: '黑体', family: SANS, charset: GB2312, size: 18, bold: true },
  subtitle: { name: '仿宋', family: SERIF, charset: GB2312, size: 11 },
  head: { name: '黑体', family: SANS, charset: GB2312, size: BODY_SIZE },
  body: { name: '宋体', family: SERIF, charset: GB2312, size: BODY_SIZE },
  bodyStrong: { name: '宋体', family: SERIF, charset: GB2312, size: BODY_SIZE, bold: true },
  foot: { name: '仿宋', family: SERIF, charset: GB2312, size: FOOT_SIZE },
  signature: { name: '仿宋', family: SERIF, charset: GB2312, size: 12 },
} as const satisfies Record<string, Partial<ExcelJS.Font> & { readonly size: number }>;

const LINE: Partial<ExcelJS.Border> = { style: 'thin', color: { argb: 'FF000000' } };
export const GRID: Partial<ExcelJS.Borders> = { top: LINE, left: LINE, bottom: LINE, right: LINE };

/** Light enough to read and to sign on, dark enough to survive a black-and-white printer. */
export const MISSED_ARGB = 'FFE0E0E0';
export const MISSED_FILL: ExcelJS.Fill = {
  type: 'pattern',
  pattern: 'solid',
  fgColor: { argb: MISSED_ARGB },
};

export const CENTRED: Partial<ExcelJS.Alignment> = {
  horizontal: 'center',
  vertical: 'middle',
  wrapText: true,
};
/** For figures: a number too wide for its column is printed smaller, never as ###. */
export const FITTED: Partial<ExcelJS.Alignment> = {
  horizontal: 'center',
  vertical: 'middle',
  shrinkToFit: true,
};
export const LEFT: Partial<ExcelJS.Alignment> = { horizontal: 'left', vertical: 'middle', wrapText: true };

export const YUAN_FORMAT = '0.00';

/** How a quotient shows; the cell holds it unrounded. */
export const QUOTIENT_FORMATS = { average: '0.00', share: '0.0%', change: '+0%;-0%;0%' } as const;
/** Hides a zero where the form is easier to read without it; the cell still holds the number. */
export const QUIET_FORMAT = 'General;-General;';
export const QUIET_YUAN_FORMAT = '0.00;-0.00;';
