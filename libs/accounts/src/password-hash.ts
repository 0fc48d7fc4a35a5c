import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

interface ScryptCost {
  /** Binary logarithm of N. */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

// 32 MB and some 0.2 s of one core for each guess; OWASP lists it as equal to N = 2^17, r = 8, p = 1.
const COST: ScryptCost = { logN: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const STORED = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/;

/** A well-formed hash that no password has: checking against it costs what a real check costs. */
export const NOBODYS_HASH = encode(COST, Buffer.alloc(SALT_BYTES), Buffer.alloc(KEY_BYTES));

/** `scrypt$15$8$3$salt$key`: what is needed to check the password later, with the cost of today. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return encode(COST, salt, await derive(password, salt, COST, KEY_BYTES));
}

/**
 * Whether `password` is the one behind `stored`. Compares in constant time.
 *
 * @throws Error when `stored` is not a hash of ours; the value is not repeated
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, logN, r, p, salt, key] = STORED.exec(stored) ?? [];
  if (salt === undefined || key === undefined) throw new Error('a stored password hash cannot be read');
  const expected = Buffer.from(key, 'base64');
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  return timingSafeEqual(
    await derive(password, Buffer.from(salt, 'base64'), cost, expected.length),
    expected,
  );
}

function encode({ logN, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', logN, r, p, salt.toString('base64'), key.toString('base64')].join('$');
}

function derive(password: string, salt: Buffer, { logN, r, p }: ScryptCost, length: number): Promise<Buffer> {
  const N = 2 ** logN;
  // One person types a letter as one code point, another as two: both mean the same password.
  const typed = password.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(typed, salt, length, { N, r, p, maxmem: 256 * N * r }, (failure, key) =>
      failure ? reject(failure) : resolve(key),
    );
  });
}
