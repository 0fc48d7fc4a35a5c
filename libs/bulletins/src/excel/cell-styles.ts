import type ExcelJS from 'exceljs';
import { DEFAULT_FONT } from './styles.js';
import { escapedXml } from './xml-text.js';

/** What a cell looks like; what is left out is plain. */
export interface StyleOfCell {
  readonly font?: Partial<ExcelJS.Font>;
  readonly alignment?: Partial<ExcelJS.Alignment>;
  readonly grid?: boolean;
  /** The colour the cell is filled with, `FFE0E0E0`. */
  readonly fillArgb?: string;
  readonly numFmt?: string;
}

/** Formats that need no definition. */
const BUILT_IN_FORMATS: Readonly<Record<string, number>> = { General: 0, '0.00': 2, '@': 49 };
const FIRST_OWN_FORMAT = 164;
const THIN = (side: string): string => `<${side} style="thin"><color rgb="FF000000"/></${side}>`;
const NO_BORDER = '<border><left/><right/><top/><bottom/><diagonal/></border>';
const GRID_BORDER = `<border>${['left', 'right', 'top', 'bottom'].map(THIN).join('')}<diagonal/></border>`;

/** The looks that a workbook's cells have, each defined once. */
export class CellStyles {
  private readonly formats: string[] = [];
  private readonly fonts = new Entries([DEFAULT_FONT]);
  private readonly fills = new Entries([
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  ]);
  private readonly looks = new Entries(['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']);

  /** The number by which a cell names this look. */
  of({ font, alignment, grid = false, fillArgb, numFmt }: StyleOfCell): number {
    const fontId = font === undefined ? 0 : this.fonts.indexOf(fontXml(font));
    const fillId = fillArgb === undefined ? 0 : this.fills.indexOf(fillXml(fillArgb));
    const aligned = alignment === undefined ? '/>' : ` applyAlignment="1">${alignmentXml(alignment)}</xf>`;
    return this.looks.indexOf(
      `<xf numFmtId="${this.formatId(numFmt)}" fontId="${fontId}" fillId="${fillId}" borderId="${grid ? 1 : 0}" xfId="0"` +
        `${numFmt === undefined ? '' : ' applyNumberFormat="1"'} applyFont="1" applyFill="1" applyBorder="1"${aligned}`,
    );
  }

  /** `xl/styles.xml` without its declaration, when all cells are written. */
  part(namespace: string): string {
    const formats = this.formats.map(
      (code, n) => `<numFmt numFmtId="${FIRST_OWN_FORMAT + n}" formatCode="${escapedXml(code)}"/>`,
    );
    const defined =
      formats.length === 0 ? '' : `<numFmts count="${formats.length}">${formats.join('')}</numFmts>`;
    return (
      `<styleSheet xmlns="${namespace}">${defined}` +
      `<fonts count="${this.fonts.count}">${this.fonts.xml}</fonts>` +
      `<fills count="${this.fills.count}">${this.fills.xml}</fills>` +
      `<borders count="2">${NO_BORDER}${GRID_BORDER}</borders>` +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${this.looks.count}">${this.looks.xml}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }

  private formatId(format: string | undefined): number {
    if (format === undefined) return 0;
    const builtIn = BUILT_IN_FORMATS[format];
    if (builtIn !== undefined) return builtIn;
    if (!this.formats.includes(format)) this.formats.push(format);
    return FIRST_OWN_FORMAT + this.formats.indexOf(format);
  }
}

/** Definitions in the order in which they were first wanted. */
class Entries {
  private readonly indexes = new Map<string, number>();

  constructor(first: readonly string[]) {
    for (const xml of first) this.indexOf(xml);
  }

  indexOf(xml: string): number {
    const index = this.indexes.get(xml) ?? this.indexes.size;
    this.indexes.set(xml, index);
    return index;
  }

  get count(): number {
    return this.indexes.size;
  }

  get xml(): string {
    return [...this.indexes.keys()].join('');
  }
}

function fontXml({ name, family, charset, size, bold }: Partial<ExcelJS.Font>): string {
  return (
    `<font>${bold === true ? '<b/>' : ''}<sz val="${size ?? 11}"/><name val="${escapedXml(name ?? '宋体')}"/>` +
    `<family val="${family ?? 0}"/><charset val="${charset ?? 1}"/></font>`
  );
}

function fillXml(argb: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="${argb}"/></patternFill></fill>`;
}

function alignmentXml({ horizontal, vertical, wrapText, shrinkToFit }: Partial<ExcelJS.Alignment>): string {
  const across = horizontal === undefined ? '' : ` horizontal="${horizontal}"`;
  const upright = vertical === undefined ? '' : ` vertical="${vertical === 'middle' ? 'center' : vertical}"`;
  const wrapped = wrapText === true ? ' wrapText="1"' : '';
  return `<alignment${across}${upright}${wrapped}${shrinkToFit === true ? ' shrinkToFit="1"' : ''}/>`;
}
