import { describe, expect, it } from '@jest/globals';
import type { ClockPunch } from '@cunqin/clock-protocol';
import { digestLog, type Identity, identityOf, recordIdentityOf } from './punch-identity.js';

const aPunch = (change: Partial<Identity> = {}): Identity => ({
  number: '17',
  clockTime: '2026-10-20T08:41:00',
  verifyMode: 1,
  punchState: 0,
  ...change,
});

const LOG = Array.from({ length: 2500 }, (_, at) => aPunch({ number: String(at) }));
const hex = (log: readonly Identity[]): string => digestLog(log, 0).whole.toString('hex');

describe('the identity of a punch', () => {
  it.each<[string, Partial<Identity>]>([
    ['number', { number: '017' }],
    ['time', { clockTime: '2026-10-20T08:41:01' }],
    ['verify mode', { verifyMode: 11 }],
    ['punch state', { punchState: 1 }],
  ])('is another with another %s', (_, change) => {
    expect(identityOf(aPunch(change))).not.toBe(identityOf(aPunch()));
  });

  it('does not run a number into what stands before it', () => {
    expect(identityOf(aPunch({ punchState: 1, number: '2 3' }))).not.toBe(
      identityOf(aPunch({ punchState: 1, verifyMode: 1, number: '3' })),
    );
  });
});

describe('the digest of a log', () => {
  it.each([0, 1, 999, 1000, 1001, 2499, 2500])(
    'says of its first %d records what it says of a log of those',
    (first) => {
      expect(digestLog(LOG, first).beginning?.toString('hex')).toBe(hex(LOG.slice(0, first)));
    },
  );

  it('does not depend on where its beginning ends', () => {
    expect(digestLog(LOG, 1234).whole.toString('hex')).toBe(hex(LOG));
  });

  it('knows no beginning that is longer than the log', () => {
    expect(digestLog(LOG, 2501).beginning).toBeNull();
  });

  it.each<[string, readonly Identity[]]>([
    ['one less', LOG.slice(1)],
    ['one twice', [...LOG, LOG[0] as Identity]],
    ["two in each other's place", [LOG[1] as Identity, LOG[0] as Identity, ...LOG.slice(2)]],
  ])('is another with %s', (_, other) => {
    expect(hex(other)).not.toBe(hex(LOG));
  });

  it('does not take the end of a number for the next punch', () => {
    const two = [aPunch({ number: '1' }), aPunch({ number: '2' })];
    const inOne = aPunch({
      number: `1${identityOf(aPunch({ number: '2' })).length} ${identityOf(aPunch({ number: '2' }))}`,
    });
    expect(hex([inOne])).not.toBe(hex(two));
  });
});

describe('records that carry an internal id', () => {
  const aRecord = (change: Partial<ClockPunch> = {}): ClockPunch => ({
    index: 0,
    workCode: 0,
    raw: Uint8Array.of(5, 1, 1, 0, 9, 9, 9, 9),
    ...aPunch(),
    ...change,
  });
  const known = (change: Partial<ClockPunch>): string =>
    digestLog([aRecord(change)], 0, recordIdentityOf).whole.toString('hex');

  it.each<[string, Partial<ClockPunch>]>([
    ['number, when the id means somebody else now', { number: '23' }],
    ['place of the other values', { raw: Uint8Array.of(5, 1, 0, 1, 8, 8, 8, 8) }],
  ])('make the same log whatever the %s', (_, change) => {
    expect(known(change)).toBe(known({}));
  });

  it.each<[string, Partial<ClockPunch>]>([
    ['low byte of the id', { raw: Uint8Array.of(6, 1, 1, 0, 9, 9, 9, 9) }],
    ['high byte of the id', { raw: Uint8Array.of(5, 2, 1, 0, 9, 9, 9, 9) }],
    ['time', { clockTime: '2026-10-20T08:41:01' }],
    ['verify mode', { verifyMode: 11 }],
    ['punch state', { punchState: 1 }],
  ])('make another log with another %s', (_, change) => {
    expect(known(change)).not.toBe(known({}));
  });
});
