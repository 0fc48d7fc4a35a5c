/** Everything in a tar file comes in blocks of this many bytes. */
export const BLOCK = 512;

/** What two blocks of nothing at the end say: that is all. */
export const END_OF_TAR = Buffer.alloc(2 * BLOCK);

/** The head of one file in a tar archive (POSIX ustar). */
export interface TarEntry {
  /** ASCII, at most 100 characters. */
  readonly name: string;
  /** Bytes of content, without the padding. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
}

const MAGIC = Buffer.from('ustar\u000000', 'latin1');
const LARGEST_OCTAL = 8 ** 11 - 1;

/** The block that stands before the content of a file, readable by any `tar`. */
export function tarHeader({ name, size, mtime }: TarEntry): Buffer {
  if (!/^[\x20-\x7e]{1,100}$/.test(name)) throw new Error(`not a name for a tar file: ${name}`);
  if (size > LARGEST_OCTAL) throw new Error(`${name} is too large for a tar file`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 'latin1');
  writeOctal(block, 0o600, 100, 8);
  writeOctal(block, 0, 108, 8);
  writeOctal(block, 0, 116, 8);
  writeOctal(block, size, 124, 12);
  writeOctal(block, mtime, 136, 12);
  block.write('0', 156, 'latin1');
  MAGIC.copy(block, 257);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Reads a block that {@link tarHeader} wrote; `null` for any other, even one that differs in a single bit. */
export function readTarHeader(block: Buffer): TarEntry | null {
  const name = block.toString('latin1', 0, 100).replace(/\0.*$/s, '');
  const size = readOctal(block, 124, 12);
  const mtime = readOctal(block, 136, 12);
  if (size === null || mtime === null || !/^[\x20-\x7e]{1,100}$/.test(name)) return null;
  const entry = { name, size, mtime };
  return tarHeader(entry).equals(block) ? entry : null;
}

/** How many bytes of nothing follow a content of `size` bytes. */
export function paddingAfter(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function writeOctal(block: Buffer, value: number, offset: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
}

function readOctal(block: Buffer, offset: number, length: number): number | null {
  const text = block.toString('latin1', offset, offset + length - 1);
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null;
}
