/** Crockford's digits: no letter that is read as another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/**
 * The code printed on paper: the first 60 bits of the report's SHA-256, as `7K3M-9QXD-2H5T`. Whoever
 * holds the paper asks with it whether the paper is what was issued.
 *
 * @param sha256 hex
 */
export function verificationCode(sha256: string): string {
  const bits = BigInt(`0x${sha256.slice(0, 15)}`);
  const digits = Array.from(
    { length: LENGTH },
    (_, index) => DIGITS[Number((bits >> BigInt(5 * (LENGTH - 1 - index))) & 31n)],
  ).join('');
  return digits.replace(/(.{4})(?=.)/g, '$1-');
}

/** What somebody typed from paper: case, dashes and blanks do not matter, O is 0, I and L are 1. */
export function readVerificationCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .replace(/(.{4})(?=.)/g, '$1-');
}
