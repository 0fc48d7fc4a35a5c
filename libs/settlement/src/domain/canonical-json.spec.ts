import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256Of } from './canonical-json.js';
import { readVerificationCode, verificationCode } from './verification-code.js';

describe('canonical JSON', () => {
  it('has its names in order, no blanks, and leaves out what is not there', () => {
    expect(canonicalJson({ b: [1, 0.5, null], a: { z: '𠮷"', y: undefined } })).toBe(
      '{"a":{"z":"𠮷\\""},"b":[1,0.5,null]}',
    );
  });

  it('is one text however the value was put together, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(canonicalJson(back)).toBe(text);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(text);
      }),
      { seed: 20261121 },
    );
  });
});

describe('the code on paper', () => {
  it('is the first 60 bits of the SHA-256', () => {
    const sha256 = sha256Of('abc');
    expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(verificationCode(sha256)).toBe('Q9W1-DFWF-077Y');
  });

  it('may be typed in any case, with or without dashes, and with letters that look like digits', () => {
    expect(readVerificationCode('q9w1 dfwf-o7fl')).toBe('Q9W1-DFWF-07F1');
  });
});
