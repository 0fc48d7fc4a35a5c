import type ExcelJS from 'exceljs';
import JSZip from 'jszip';
import type { Temporal } from 'temporal-polyfill';

const STYLES = 'xl/styles.xml';
const EXCELJS_DEFAULT_FONT =
  '<font><color theme="1"/><family val="2"/><scheme val="minor"/><sz val="11"/><name val="Calibri"/></font>';
/**
 * Column widths are counted in digits of the workbook's default font. Calibri is missing outside Microsoft
 * Office and its stand-ins have wider digits, which would shrink a page fitted to its width by a third. Arial or
 * a font of its metrics is everywhere; at 9.5 pt its digit is 7 pixels rounded and unrounded, so programs agree.
 */
const DEFAULT_FONT = '<font><sz val="9.5"/><name val="Arial"/><family val="2"/></font>';

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
  const written = await JSZip.loadAsync(await workbook.xlsx.writeBuffer());
  const packed = new JSZip();
  for (const part of Object.values(written.files)) {
    if (part.dir) continue;
    const content = await part.async('string');
    packed.file(part.name, part.name === STYLES ? withDefaultFont(content) : content, {
      date,
      createFolders: false,
    });
  }
  return packed.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

function withDefaultFont(styles: string): string {
  if (!styles.includes(EXCELJS_DEFAULT_FONT))
    throw new Error('exceljs writes another default font than expected');
  return styles.replace(EXCELJS_DEFAULT_FONT, DEFAULT_FONT);
}
