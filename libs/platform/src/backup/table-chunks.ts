import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { LARGEST_ENTRY } from './archive-reader.js';

/** Rows are packed in pieces of this many bytes, so that neither side holds more of a table than this. */
const CHUNK_BYTES = 4 * 1024 * 1024;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** What became of a table's rows on their way into an archive. */
export interface PackedTable {
  /** Of the rows before packing. */
  readonly bytes: number;
  readonly sha256: string;
}

/** Packs a stream of any length piece by piece and hands over each, numbered from 1. */
export async function packChunks(
  rows: AsyncIterable<Buffer>,
  keep: (number: number, packed: Buffer) => Promise<void>,
): Promise<PackedTable> {
  const hash = createHash('sha256');
  let bytes = 0;
  let number = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<void> => {
    number += 1;
    // The quickest level: hashes and signatures in hexadecimal halve at any.
    await keep(number, await pack(Buffer.concat(waiting), { level: 1 }));
    waiting = [];
    waitingBytes = 0;
  };
  for await (const piece of rows) {
    hash.update(piece);
    bytes += piece.length;
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + CHUNK_BYTES - waitingBytes);
      waiting.push(part);
      waitingBytes += part.length;
      from += part.length;
      if (waitingBytes === CHUNK_BYTES) await flush();
    }
  }
  if (waitingBytes > 0) await flush();
  return { bytes, sha256: hash.digest('hex') };
}

/** Unpacks one piece; `null` for what no piece of ours can be. */
export async function unpackChunk(packed: Buffer): Promise<Buffer | null> {
  try {
    return await unpack(packed, { maxOutputLength: LARGEST_ENTRY });
  } catch {
    return null;
  }
}
