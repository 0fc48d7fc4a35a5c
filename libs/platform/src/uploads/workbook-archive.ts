import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { uploadErrors } from './upload-errors.js';

const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;
const MOST_PARTS = 1000;
/** No office program packs this well; somebody meant harm. */
const MOST_RATIO = 200;
/** What is small unpacked harms nobody, however well it packs. */
const RATIO_MATTERS_FROM_BYTES = 1024 * 1024;

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** Office files before 2007, and later ones behind a password. */
const COMPOUND = Buffer.from('d0cf11e0', 'hex');
const MACRO_PART = /vbaProject|macrosheets|dialogsheets/i;
const MACRO_TYPE = /macroEnabled/i;

/** The parts of an uploaded workbook. Each is unpacked only when it is asked for. */
export interface WorkbookArchive {
  readonly has: (name: string) => boolean;
  /** @throws CodedError `UPLOADS.DAMAGED` for a part that is not there or not whole */
  readonly text: (name: string) => Promise<string>;
}

/**
 * Opens an uploaded xlsx without trusting it. What it unpacks to is known from its central directory before
 * anything is unpacked, and a part that turns out longer than the directory says stops there.
 *
 * @throws CodedError `UPLOADS.NOT_XLSX`, `UPLOADS.OLD_FORMAT`, `UPLOADS.MACROS`, `UPLOADS.TOO_LARGE`,
 *   `UPLOADS.DAMAGED`
 */
export async function openArchive(file: Buffer): Promise<WorkbookArchive> {
  if (startsWith(file, COMPOUND)) throw uploadErrors.oldFormat();
  if (!startsWith(file, ZIP)) throw uploadErrors.notXlsx();
  const zip = await opened(file);
  const entries = await entriesOf(zip);
  const text = async (name: string): Promise<string> => {
    const entry = entries.get(name);
    if (entry === undefined) throw uploadErrors.damaged(`no ${name}`);
    const content = (await unpacked(zip, entry)).toString('utf8');
    // A workbook has no use for document types; they are how a small file becomes a large text.
    if (/<!(DOCTYPE|ENTITY)/i.test(content)) throw uploadErrors.damaged(`${name} declares a document type`);
    return content;
  };
  if (!entries.has('[Content_Types].xml')) throw uploadErrors.notXlsx();
  if ([...entries.keys()].some((name) => MACRO_PART.test(name))) throw uploadErrors.macros();
  if (MACRO_TYPE.test(await text('[Content_Types].xml'))) throw uploadErrors.macros();
  if (!entries.has('xl/workbook.xml')) throw uploadErrors.notXlsx();
  return { has: (name) => entries.has(name), text };
}

function startsWith(file: Buffer, signature: Buffer): boolean {
  return file.subarray(0, signature.length).equals(signature);
}

function opened(file: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(file, { lazyEntries: true, validateEntrySizes: true }, (failure, zip) => {
      if (failure) reject(uploadErrors.damaged(failure.message));
      else resolve(zip);
    });
  });
}

function entriesOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>();
    let unpackedBytes = 0;
    zip.on('error', (failure: Error) => reject(uploadErrors.damaged(failure.message)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: yauzl.Entry) => {
      unpackedBytes += entry.uncompressedSize;
      const fault = faultOf(entry, unpackedBytes, entries);
      if (fault === null) {
        entries.set(entry.fileName, entry);
        zip.readEntry();
      } else {
        reject(fault);
      }
    });
    zip.readEntry();
  });
}

function faultOf(
  entry: yauzl.Entry,
  unpackedBytes: number,
  entries: ReadonlyMap<string, yauzl.Entry>,
): Error | null {
  if (entries.size >= MOST_PARTS) return uploadErrors.tooLarge(`more than ${MOST_PARTS} parts`);
  if (unpackedBytes > MOST_UNPACKED_BYTES) {
    return uploadErrors.tooLarge(`it unpacks to more than ${MOST_UNPACKED_BYTES} bytes`);
  }
  if (
    entry.uncompressedSize > RATIO_MATTERS_FROM_BYTES &&
    entry.uncompressedSize > entry.compressedSize * MOST_RATIO
  ) {
    return uploadErrors.tooLarge(`${entry.fileName} is packed too well`);
  }
  if (entry.isEncrypted()) return uploadErrors.oldFormat();
  // Two parts of one name: programs would disagree on which of them counts.
  return entries.has(entry.fileName) ? uploadErrors.damaged(`two parts ${entry.fileName}`) : null;
}

function unpacked(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (failure, stream) => {
      if (failure) {
        reject(uploadErrors.damaged(failure.message));
        return;
      }
      buffer(stream).then(resolve, (broken: unknown) => {
        reject(uploadErrors.damaged(String(broken)));
      });
    });
  });
}
