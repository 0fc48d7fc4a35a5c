import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { chainHash, GENESIS, type SealedHead, sealHash } from './chain.js';
import type { PunchRecord } from './punch-record.js';

/** What anybody with the export in hand would compute, without a line of ours. */
function sha256(previous: string, text: string): string {
  return createHash('sha256')
    .update(Buffer.from(previous, 'hex'))
    .update(Buffer.from(text, 'utf8'))
    .digest('hex');
}

/** Punch 128 of clock 3, read on the Monday after, a clock whose time was off. */
function aRecord(change: Partial<PunchRecord> = {}): PunchRecord {
  return {
    clockId: 3,
    sequence: 128,
    number: '17',
    clockTime: '2026-10-20T08:41:00',
    verifyMode: 1,
    punchState: 0,
    workCode: 0,
    raw: Uint8Array.from([0x0d, 0x00, 0x39, 0xff]),
    source: 'pull',
    readId: 'read-7',
    receivedAt: '2026-10-26T00:31:07.250Z',
    suspicions: ['OFFSET'],
    ...change,
  };
}

const ZEROS = '00'.repeat(32);
const CANONICAL =
  '["cunqin-punch-1",3,128,"17","2026-10-20T08:41:00",1,0,0,"0d0039ff","pull","read-7","2026-10-26T00:31:07.250Z",["OFFSET"]]';
const FIRST = '0022de77940eabd25bad5c259a94f8d99c96c2cd47b719bc07fb03b16c7599d8';
const NEXT_CANONICAL =
  '["cunqin-punch-1",3,129,"17","2026-10-20T15:10:00",1,1,0,"","push","read-8","2026-10-26T00:32:00.000Z",[]]';
const SECOND = '7fb68103e19cac924deba05561a9e02eeed9bed7cbfc241b2d0c86599abe5aa6';

const hashOf = (record: PunchRecord, previous: string = ZEROS): string =>
  chainHash(Buffer.from(previous, 'hex'), record).toString('hex');

describe('the chain of a clock', () => {
  it('begins with 32 zero bytes', () => {
    expect(GENESIS.toString('hex')).toBe(ZEROS);
  });

  it('hashes exactly this JSON text of a punch', () => {
    expect(sha256(ZEROS, CANONICAL)).toBe(FIRST);
    expect(hashOf(aRecord())).toBe(FIRST);
  });

  it('puts the hash before in front of the next punch', () => {
    const next = aRecord({
      sequence: 129,
      clockTime: '2026-10-20T15:10:00',
      punchState: 1,
      raw: new Uint8Array(),
      source: 'push',
      readId: 'read-8',
      receivedAt: '2026-10-26T00:32:00.000Z',
      suspicions: [],
    });
    expect(sha256(FIRST, NEXT_CANONICAL)).toBe(SECOND);
    expect(hashOf(next, FIRST)).toBe(SECOND);
  });

  it('writes text as UTF-8 and escapes what JSON escapes', () => {
    const text = CANONICAL.replace('"17"', '"张\\"\\\\𠮷"');
    expect(hashOf(aRecord({ number: '张"\\𠮷' }))).toBe(sha256(ZEROS, text));
  });

  it.each<[string, Partial<PunchRecord>]>([
    ['clock', { clockId: 4 }],
    ['sequence', { sequence: 127 }],
    ['number', { number: '18' }],
    ['number with a leading zero', { number: '017' }],
    ['time', { clockTime: '2026-10-20T08:41:01' }],
    ['verify mode', { verifyMode: 2 }],
    ['punch state', { punchState: 1 }],
    ['work code', { workCode: 1 }],
    ['raw bytes', { raw: Uint8Array.from([0x0d, 0x00, 0x39, 0xfe]) }],
    ['source', { source: 'file' }],
    ['read', { readId: 'read-8' }],
    ['moment of arrival', { receivedAt: '2026-10-26T00:31:07.251Z' }],
    ['suspicions', { suspicions: [] }],
  ])('breaks when somebody alters the %s', (_, change) => {
    expect(hashOf(aRecord(change))).not.toBe(FIRST);
  });

  it('breaks when a punch is left out or two change places', () => {
    const [a, b] = [aRecord({ sequence: 1 }), aRecord({ sequence: 2 })];
    const whole = hashOf(b, hashOf(a));
    expect(hashOf(b)).not.toBe(whole);
    expect(hashOf(a, hashOf(b))).not.toBe(whole);
  });
});

describe('a seal from before the journals', () => {
  const heads = [
    { clockId: 2, sequence: 5, hash: 'ab'.repeat(32) },
    { clockId: 10, sequence: 128, hash: FIRST },
  ];
  const SEAL = '4fe7ec531dfcd9e90a3306d820c7e151b96b54a702475e971ed6eeb0b5c16ea4';
  const seal = (date: string, of: typeof heads, previous: string = ZEROS): string =>
    sealHash(Buffer.from(previous, 'hex'), { version: 1, date, heads: of }).toString('hex');

  it('hashes exactly this JSON text of the heads', () => {
    const text = `["cunqin-seal-1","2026-10-26",[[2,5,"${'ab'.repeat(32)}"],[10,128,"${FIRST}"]]]`;
    expect(sha256(ZEROS, text)).toBe(SEAL);
    expect(seal('2026-10-26', heads)).toBe(SEAL);
  });

  it('does not depend on the order in which heads are given, and leaves them as they were', () => {
    const reversed = Object.freeze([...heads].reverse());
    expect(seal('2026-10-26', [...reversed])).toBe(SEAL);
    expect(sealHash(GENESIS, { version: 1, date: '2026-10-26', heads: reversed }).toString('hex')).toBe(SEAL);
  });

  it('continues the seal of the day before', () => {
    const text = `["cunqin-seal-1","2026-10-27",[]]`;
    expect(seal('2026-10-27', [], SEAL)).toBe(sha256(SEAL, text));
  });

  it.each([
    ['another date', seal('2026-10-27', heads)],
    ['a head less', seal('2026-10-26', heads.slice(1))],
    [
      'another hash',
      seal(
        '2026-10-26',
        heads.map((head) => ({ ...head, hash: SECOND })),
      ),
    ],
    [
      'another length',
      seal(
        '2026-10-26',
        heads.map((head) => ({ ...head, sequence: head.sequence + 1 })),
      ),
    ],
    ['another seal before', seal('2026-10-26', heads, SECOND)],
  ])('is another with %s', (_, other) => {
    expect(other).not.toBe(SEAL);
  });
});

describe('the daily seal', () => {
  const heads: readonly SealedHead[] = [
    { clockId: 0, sequence: 0, hash: ZEROS, journal: { position: 7, hash: 'cd'.repeat(32) } },
    { clockId: 2, sequence: 5, hash: 'ab'.repeat(32), journal: { position: 3, hash: SECOND } },
    { clockId: 10, sequence: 128, hash: FIRST, journal: { position: 0, hash: ZEROS } },
  ];
  const seal = (of: readonly SealedHead[]): string =>
    sealHash(GENESIS, { version: 2, date: '2026-10-26', heads: of }).toString('hex');

  it('hashes exactly this JSON text of both chains of every clock, in order of the clocks', () => {
    const text =
      `["cunqin-seal-2","2026-10-26",[[0,0,"${ZEROS}",7,"${'cd'.repeat(32)}"],` +
      `[2,5,"${'ab'.repeat(32)}",3,"${SECOND}"],[10,128,"${FIRST}",0,"${ZEROS}"]]]`;
    expect(seal(heads)).toBe(sha256(ZEROS, text));
    expect(seal([...heads].reverse())).toBe(sha256(ZEROS, text));
  });

  it.each([
    ['position', { position: 4, hash: SECOND }],
    ['hash', { position: 3, hash: FIRST }],
  ])('is another when the %s of one journal is another', (_, journal) => {
    expect(seal(heads.map((head) => (head.clockId === 2 ? { ...head, journal } : head)))).not.toBe(
      seal(heads),
    );
  });
});
