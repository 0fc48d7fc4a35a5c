import { describe, expect, it } from '@jest/globals';
import { digestLog, type Identity, identityOf } from './punch-identity.js';

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
