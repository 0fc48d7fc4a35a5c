import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plausiblePunches } from '../device/plausible-punches.js';
import { encodePunch } from '../device/record-encoders.js';
import { AttendanceDecoder } from './attendance-decoder.js';
import { layoutNamed, type RecordContext } from './record-layouts.js';

const NAMES = ['8a', '8b', '16', '40', '49'] as const;
const CONTEXT: RecordContext = { statusOrder: 'state-first', numbers: new Map() };

function records(name: (typeof NAMES)[number], count: number): Buffer[] {
  const { punches } = plausiblePunches({ punches: count, users: 20, seed: 4 });
  return punches.map((punch) => encodePunch(name, punch, Number(punch.number)));
}

describe('a log that comes in pieces', () => {
  it.each(NAMES)('%s gives the same punches however it is cut', (name) => {
    const bytes = Buffer.concat(records(name, 60));
    const whole = new AttendanceDecoder(layoutNamed(name), CONTEXT).push(bytes);
    expect(whole.map(({ index }) => index)).toEqual(Array.from({ length: 60 }, (_, at) => at));
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 60 }), (cuts) => {
        const decoder = new AttendanceDecoder(layoutNamed(name), CONTEXT);
        const punches = [];
        let at = 0;
        for (const cut of cuts) {
          punches.push(...decoder.push(bytes.subarray(at, at + cut)));
          at = Math.min(bytes.length, at + cut);
        }
        punches.push(...decoder.push(bytes.subarray(at)));
        decoder.finish();
        expect(punches).toEqual(whole);
        expect(decoder.known()).toMatchObject({ records: 60, overlap: 16, layout: name });
      }),
      { numRuns: 40 },
    );
  });

  it('remembers what the next read may start from', () => {
    const log = records('40', 30);
    const decoder = new AttendanceDecoder(layoutNamed('40'), CONTEXT);
    expect(decoder.known()).toBeNull();
    decoder.push(Buffer.concat(log.slice(0, 3)));
    const digest = (of: readonly Buffer[]): string =>
      createHash('sha256').update(Buffer.concat(of)).digest('hex');
    expect(decoder.known()).toEqual({
      layout: '40',
      records: 3,
      overlap: 3,
      digest: digest(log.slice(0, 3)),
    });
    decoder.push(Buffer.concat(log.slice(3)));
    expect(decoder.known()).toEqual({
      layout: '40',
      records: 30,
      overlap: 16,
      digest: digest(log.slice(14)),
    });
  });

  it('is read on from the middle with absolute indexes and the same memory', () => {
    const log = records('16', 40);
    const whole = new AttendanceDecoder(layoutNamed('16'), CONTEXT);
    whole.push(Buffer.concat(log));
    const tail = new AttendanceDecoder(layoutNamed('16'), CONTEXT, Buffer.concat(log.slice(20, 36)), 36);
    expect(tail.push(Buffer.concat(log.slice(36))).map(({ index }) => index)).toEqual([36, 37, 38, 39]);
    expect(tail.known()).toEqual(whole.known());
  });

  it('is refused at a later record that does not fit', () => {
    const decoder = new AttendanceDecoder(layoutNamed('40'), CONTEXT);
    decoder.push(Buffer.concat(records('40', 20)));
    expect(() => decoder.push(Buffer.alloc(40))).toThrow(
      expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }),
    );
  });

  it('is refused when its times turn out to be scattered over the years', () => {
    const decoder = new AttendanceDecoder(layoutNamed('8a'), CONTEXT);
    decoder.push(Buffer.concat(records('8a', 100)));
    const noise = Buffer.alloc(8 * 400);
    for (let at = 0; at < noise.length; at += 1) noise[at] = (at * 167 + (at >> 3) * 59) & 0xff;
    decoder.push(noise);
    expect(() => decoder.finish()).toThrow(expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }));
  });

  it('is refused when it ends in the middle of a record', () => {
    const decoder = new AttendanceDecoder(layoutNamed('40'), CONTEXT);
    decoder.push(Buffer.concat(records('40', 2)).subarray(0, 60));
    expect(() => decoder.finish()).toThrow(expect.objectContaining({ code: 'CLOCK.SIZE_MISMATCH' }));
  });

  it.each(NAMES)('%s gives exactly as many punches as its bytes hold, or is refused', (name) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const layout = layoutNamed(name);
        try {
          const punches = new AttendanceDecoder(layout, CONTEXT).push(Buffer.from(bytes));
          expect(punches).toHaveLength(Math.floor(bytes.length / layout.size));
          expect(Buffer.concat(punches.map(({ raw }) => raw))).toEqual(
            Buffer.from(bytes.subarray(0, punches.length * layout.size)),
          );
        } catch (error) {
          expect(error).toMatchObject({ code: 'CLOCK.UNKNOWN_LAYOUT' });
        }
      }),
    );
  });
});
