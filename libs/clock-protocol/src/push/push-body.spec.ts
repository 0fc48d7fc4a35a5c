import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PushBodyError, unpackBody } from './push-body.js';

const LIMIT = 1000;

const faultOf = async (body: Uint8Array): Promise<unknown> =>
  unpackBody(body, LIMIT).then(
    () => 'taken',
    (failure: unknown) => (failure instanceof PushBodyError ? failure.fault : failure),
  );

describe('the body of an upload', () => {
  it('is unpacked when it begins as gzip does, whatever its headers say', async () => {
    const text = '17\t2026-10-20 08:41:00\t0\t1\n'.repeat(20);
    expect(Buffer.from(await unpackBody(gzipSync(text), LIMIT)).toString()).toBe(text);
    expect(Buffer.from(await unpackBody(Buffer.from(text), LIMIT)).toString()).toBe(text);
  });

  it('is refused when a few bytes would become a great many', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(50_000);
    expect(await faultOf(bomb.subarray(0, LIMIT))).toBe('TOO_LARGE');
    expect(await faultOf(gzipSync(Buffer.alloc(LIMIT + 1)))).toBe('TOO_LARGE');
    expect(await faultOf(gzipSync(Buffer.alloc(LIMIT)))).toBe('taken');
  });

  it('is refused when it is cut short or damaged', async () => {
    const packed = gzipSync('17\t2026-10-20 08:41:00\t0\t1\n');
    expect(await faultOf(packed.subarray(0, -4))).toBe('NOT_GZIP');
    expect(await faultOf(Buffer.concat([packed.subarray(0, 12), Buffer.alloc(20, 0xaa)]))).toBe('NOT_GZIP');
  });
});
