import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { Temporal } from 'temporal-polyfill';

/** A part of an Office file. What is long comes piece by piece and is packed as it comes. */
export interface ArchivePart {
  /** `xl/worksheets/sheet1.xml`. */
  readonly name: string;
  readonly content: string | Buffer | Iterable<string>;
}

/** A part as it stands in the archive. */
interface PackedPart {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
}

/** Fields of the ZIP file format (APPNOTE 6.3): deflated, names in UTF-8. */
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** Without the extensions for larger files (ZIP64), which no program needs for a paper. */
const MOST_BYTES = 0xffff_ffff;

/**
 * Packs parts into a ZIP file, one after the other; only what is packed is held. The archive depends on nothing but
 * its arguments (and the program's zlib): every part bears midnight of `date`.
 *
 * @throws RangeError for a part of 4 GiB
 */
export async function officeArchive(parts: Iterable<ArchivePart>, date: Temporal.PlainDate): Promise<Buffer> {
  const stamp = ((date.year - 1980) << 9) | (date.month << 5) | date.day;
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = await packedPart(part);
    const local = localHeader(packed, stamp);
    pieces.push(local, packed.name, packed.packed);
    directory.push(centralHeader(packed, stamp, offset), packed.name);
    offset += local.length + packed.name.length + packed.packed.length;
  }
  const count = directory.length / 2;
  const directorySize = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...pieces, ...directory, endRecord(count, directorySize, offset)]);
}

async function packedPart({ name, content }: ArchivePart): Promise<PackedPart> {
  let [crc, size] = [0, 0];
  const counted = function* (): Generator<Buffer> {
    const given = typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content;
    for (const piece of given) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      crc = crc32(bytes, crc);
      size += bytes.length;
      yield bytes;
    }
  };
  const source = Readable.from(counted(), { objectMode: true, highWaterMark: 1 });
  const deflate = createDeflateRaw();
  source.once('error', (failure) => deflate.destroy(failure));
  const packed = await buffer(source.pipe(deflate));
  if (size > MOST_BYTES || packed.length > MOST_BYTES) throw new RangeError(`${name} has ${size} bytes`);
  return { name: Buffer.from(name, 'utf8'), crc, size, packed };
}

function localHeader(part: PackedPart, stamp: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL, 0);
  header.writeUInt16LE(VERSION, 4);
  writeCommon(header, 6, part, stamp);
  return header;
}

function centralHeader(part: PackedPart, stamp: number, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeCommon(header, 8, part, stamp);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** What both headers say: flags, method, time (midnight), date, CRC-32, sizes, length of the name. */
function writeCommon(header: Buffer, at: number, part: PackedPart, stamp: number): void {
  header.writeUInt16LE(UTF8_NAMES, at);
  header.writeUInt16LE(DEFLATED, at + 2);
  header.writeUInt16LE(stamp, at + 6);
  header.writeUInt32LE(part.crc, at + 8);
  header.writeUInt32LE(part.packed.length, at + 12);
  header.writeUInt32LE(part.size, at + 16);
  header.writeUInt16LE(part.name.length, at + 20);
}

function endRecord(count: number, directorySize: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(END, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directorySize, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
