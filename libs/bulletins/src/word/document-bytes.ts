import { type Document, Packer } from 'docx';
import JSZip from 'jszip';
import type { Temporal } from 'temporal-polyfill';
import { type ArchivePart, officeArchive } from '../office-archive.js';
import type { FillTable } from './annex-table.js';
import { FONT_TABLE } from './fonts.js';

const DOCUMENT = 'word/document.xml';

/**
 * The document as a file that depends on nothing but its content: every part and the document itself bear
 * midnight of `date` instead of the time of writing. Same content, same date, same bytes.
 *
 * @param fills put the rows of long tables into the document, in the order in which these stand in it
 */
export async function documentBytes(
  document: Document,
  date: Temporal.PlainDate,
  fills: readonly FillTable[] = [],
): Promise<Buffer> {
  const written = await JSZip.loadAsync(await Packer.toBuffer(document));
  const midnight = new Date(Date.UTC(date.year, date.month - 1, date.day));
  const parts: ArchivePart[] = [];
  for (const part of Object.values(written.files)) {
    if (part.dir) continue;
    const content = rewritten(part.name, await part.async('string'), midnight);
    parts.push({ name: part.name, content: part.name === DOCUMENT ? filled(content, fills) : content });
  }
  return officeArchive(parts, date);
}

/** What stands before a table is done with, so that the next one is looked for behind it. */
function* filled(documentXml: string, fills: readonly FillTable[]): Generator<string> {
  let rest = documentXml;
  for (const fill of fills) {
    const { before, rows, after } = fill(rest);
    yield before;
    yield* rows;
    rest = after;
  }
  yield rest;
}

function rewritten(name: string, content: string, midnight: Date): string {
  switch (name) {
    case 'word/fontTable.xml':
      return FONT_TABLE;
    case 'docProps/core.xml':
      return content.replace(
        /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g,
        `$1${midnight.toISOString().slice(0, 19)}Z`,
      );
    default:
      return content;
  }
}
