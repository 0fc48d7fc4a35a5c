/**
 * Characters of a printable text before its padding with NUL up to the end of the field; 0 when the field is empty, not
 * printable or not padded with NUL throughout.
 */
export function paddedTextLength(bytes: Buffer, from: number, fieldBytes: number): number {
  const end = from + fieldBytes;
  let at = from;
  while (at < end && bytes[at]! >= 0x20 && bytes[at]! <= 0x7e) at += 1;
  const length = at - from;
  while (at < end && bytes[at] === 0) at += 1;
  return at === end ? length : 0;
}
