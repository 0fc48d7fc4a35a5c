import { attributeOf, xmlTokens } from './xml-tokens.js';

/** Formats that every spreadsheet program knows by number and that show a date, East Asian ones included. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** For every style of `styles.xml` in order, whether it shows numbers as dates (ECMA-376 part 1, 18.8.30). */
export function dateStyles(styles: string): boolean[] {
  const formats = new Map<number, boolean>();
  const dates: boolean[] = [];
  let inCells = false;
  for (const token of xmlTokens(styles)) {
    if (token.kind === 'text') continue;
    if (token.name === 'cellXfs') inCells = token.kind === 'open' && !token.empty;
    if (token.kind === 'close') continue;
    const number = Number(attributeOf(token.attributes, 'numFmtId') ?? 0);
    if (token.name === 'numFmt')
      formats.set(number, showsDate(attributeOf(token.attributes, 'formatCode') ?? ''));
    if (token.name === 'xf' && inCells) dates.push(formats.get(number) ?? isBuiltInDate(number));
  }
  return dates;
}

/** `yyyy"年"m"月"` does, `"day" 0` does not: what is quoted, escaped or in brackets is no part of the date. */
function showsDate(format: string): boolean {
  return /[ymdhs]/i.test(format.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General/gi, ''));
}
