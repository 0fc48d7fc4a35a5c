import type ExcelJS from 'exceljs';
import JSZip from 'jszip';
import type { Temporal } from 'temporal-polyfill';
import { type ArchivePart, officeArchive } from '../office-archive.js';
import { DEFAULT_FONT } from './styles.js';

const STYLES = 'xl/styles.xml';
const EXCELJS_DEFAULT_FONT =
  '<font><color theme="1"/><family val="2"/><scheme val="minor"/><sz val="11"/><name val="Calibri"/></font>';

/**
 * The workbook as a file that depends on nothing but its content: exceljs stamps every part of the archive with
 * the time of writing, so it is packed again with midnight of `issuedOn`. Same workbook, same date, same bytes.
 */
export async function workbookBytes(
  workbook: ExcelJS.Workbook,
  issuedOn: Temporal.PlainDate,
): Promise<Buffer> {
  const date = new Date(Date.UTC(issuedOn.year, issuedOn.month - 1, issuedOn.day));
  workbook.created = date;
  workbook.modified = date;
  const written = await JSZip.loadAsync(await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } }));
  const parts: ArchivePart[] = [];
  for (const part of Object.values(written.files)) {
    if (part.dir) continue;
    const content = await part.async('nodebuffer');
    parts.push({
      name: part.name,
      content: part.name === STYLES ? withDefaultFont(content.toString('utf8')) : content,
    });
  }
  return officeArchive(parts, issuedOn);
}

function withDefaultFont(styles: string): string {
  if (!styles.includes(EXCELJS_DEFAULT_FONT))
    throw new Error('exceljs writes another default font than expected');
  return styles.replace(EXCELJS_DEFAULT_FONT, DEFAULT_FONT);
}
