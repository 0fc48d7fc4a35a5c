import type { Temporal } from 'temporal-polyfill';
import { escapedXml } from './xml-text.js';

/** What the workbook says of a sheet. */
export interface SheetEntry {
  readonly name: string;
  /** The row repeated on every printed page. */
  readonly headRow: number;
  /** The cells that are printed, `A1:R20`; all when left out. */
  readonly printArea?: string;
}

export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CORE = `${PACKAGE}/metadata/core-properties`;

/** `[Content_Types].xml`. */
export function contentTypesPart(sheets: number): string {
  const parts = [
    ['/xl/workbook.xml', 'sheet.main'],
    ...Array.from({ length: sheets }, (_, n) => [`/xl/worksheets/sheet${n + 1}.xml`, 'worksheet']),
    ['/xl/styles.xml', 'styles'],
    ['/xl/sharedStrings.xml', 'sharedStrings'],
  ].map(([name, type]) => `<Override PartName="${name}" ContentType="${SHEETML}.${type}+xml"/>`);
  return (
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>${parts.join('')}` +
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
  );
}

/** Which parts belong to one; those are `rId1`, `rId2`, … in order. */
export function relationshipsPart(targets: readonly (readonly [type: string, target: string])[]): string {
  const items = targets.map(([type, target], n) => {
    const kind =
      type === 'core-properties' ? `${PACKAGE}/relationships/metadata/${type}` : `${OFFICE}/${type}`;
    return `<Relationship Id="rId${n + 1}" Type="${kind}" Target="${target}"/>`;
  });
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

/** `xl/workbook.xml`: the sheets, and what is printed of each. */
export function workbookPart(sheets: readonly SheetEntry[]): string {
  const items = sheets.map(
    ({ name }, n) => `<sheet name="${escapedXml(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, printArea, headRow }, n) => {
    const sheet = `'${escapedXml(name).replaceAll("'", "''")}'!`;
    const defined = (what: string, range: string): string =>
      `<definedName name="_xlnm.${what}" localSheetId="${n}">${sheet}${range}</definedName>`;
    return [
      ...(printArea === undefined ? [] : [defined('Print_Area', absolute(printArea))]),
      defined('Print_Titles', `$${headRow}:$${headRow}`),
    ];
  });
  return (
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${items.join('')}</sheets>` +
    `<definedNames>${names.join('')}</definedNames></workbook>`
  );
}

/** `docProps/core.xml`. */
export function corePart(title: string, issuedOn: Temporal.PlainDate): string {
  const instant = `xsi:type="dcterms:W3CDTF">${issuedOn.toString()}T00:00:00Z</dcterms`;
  return (
    `${HEAD}<cp:coreProperties xmlns:cp="${CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapedXml(title)}</dc:title><dcterms:created ${instant}:created>` +
    `<dcterms:modified ${instant}:modified></cp:coreProperties>`
  );
}

/** `A1:R20` → `$A$1:$R$20`. */
function absolute(range: string): string {
  return range.replaceAll(/([A-Z]+)(\d+)/g, '$$$1$$$2');
}
