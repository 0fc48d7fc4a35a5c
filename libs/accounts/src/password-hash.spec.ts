import { describe, expect, it } from '@jest/globals';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password-hash.js';

describe('a stored password', () => {
  it('accepts the password it was made from and no other', async () => {
    const stored = await hashPassword('correct horse');
    expect(await verifyPassword('correct horse', stored)).toBe(true);
    expect(await verifyPassword('correct horsf', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  });

  it('differs each time, so that equal passwords do not show', async () => {
    expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'));
  });

  it('names its own cost, and is checked at that cost even when today’s is another', async () => {
    expect(await hashPassword('x')).toMatch(/^scrypt\$15\$8\$3\$/);
    // RFC 7914, section 12: password "pleaseletmein", salt "SodiumChloride", N = 16384, r = 8, p = 1.
    const salt = Buffer.from('SodiumChloride').toString('base64');
    const key = Buffer.from(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
        'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
      'hex',
    ).toString('base64');
    expect(await verifyPassword('pleaseletmein', `scrypt$14$8$1$${salt}$${key}`)).toBe(true);
  });

  it('means the same password however the keyboard composes a letter', async () => {
    expect(await verifyPassword('cafe\u0301-café', await hashPassword('caf\u00e9-cafe\u0301'))).toBe(true);
  });

  it('cannot be nobody’s', async () => {
    expect(await verifyPassword('', NOBODYS_HASH)).toBe(false);
  });

  it('that is damaged is an error which does not repeat it', async () => {
    await expect(verifyPassword('x', 'scrypt$15$garbage')).rejects.toThrow(
      /^a stored password hash cannot be read$/,
    );
  });
});
