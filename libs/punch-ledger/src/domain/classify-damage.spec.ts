import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chainHash, GENESIS } from './chain.js';
import type { ChainLink } from './chain-link.js';
import { type Classified, DamageClassifier } from './classify-damage.js';
import { journalHash, journalLink, type StoredEntry } from './journal-link.js';
import { punchLink, recordOf, type StoredPunch } from './punch-link.js';
import { ChainWalk } from './walk-chain.js';

/** Finds and names the first damage of rows as they stand, or `null`. */
function judge(links: readonly ChainLink[], expected: number): Classified | null {
  const inOrder = [...links].sort((a, b) => a.position - b.position);
  const walk = new ChainWalk(1, GENESIS);
  const within = inOrder.filter(({ position }) => position <= expected);
  for (const link of within) walk.step(link);
  const found = walk.end(expected);
  const [beyond] = inOrder.filter(({ position }) => position > expected);
  if (found === null) return beyond === undefined ? null : { position: beyond.position, kind: 'inserted' };
  const classifier = new DamageClassifier({ ...found, expected, actual: links.length });
  for (const link of inOrder) {
    if (link.position >= found.position || link.position < 1) classifier.look(link);
  }
  return classifier.classify();
}

const judgePunches = (rows: readonly StoredPunch[], expected: number): Classified | null =>
  judge(rows.map(punchLink), expected);

/** What people punched at clock 3, in the order the clock keeps it. */
function aPunch(sequence: number, change: Partial<StoredPunch> = {}): StoredPunch {
  const time = new Date(Date.UTC(2026, 9, 20, 8, 0, 7 * sequence)).toISOString().slice(0, 19);
  return {
    clockId: 3,
    sequence,
    number: String(sequence % 5),
    clockTime: time,
    localTime: time,
    verifyMode: 1,
    punchState: 0,
    workCode: '0',
    raw: '0d0039ff',
    source: 'pull',
    readId: `00000000-0000-4000-8000-${String(Math.ceil(sequence / 4)).padStart(12, '0')}`,
    receivedAt: '2026-10-26T00:31:07.250000Z',
    suspicions: '{}',
    hash: GENESIS,
    ...change,
  };
}

function chained(rows: readonly StoredPunch[]): StoredPunch[] {
  let previous: Buffer = GENESIS;
  return rows.map((row) => {
    previous = chainHash(previous, recordOf(row));
    return { ...row, hash: previous };
  });
}

const chainOf = (length: number): StoredPunch[] =>
  chained(Array.from({ length }, (_, index) => aPunch(index + 1)));

const forged = (sequence: number, hash: Buffer = Buffer.alloc(32, 7)): StoredPunch =>
  aPunch(sequence, { number: 'X', hash });

/** Puts something else at one place. */
const replaced = (rows: readonly StoredPunch[], sequence: number, row: Partial<StoredPunch>): StoredPunch[] =>
  rows.map((old) => (old.sequence === sequence ? { ...old, ...row } : old));

const without = (rows: readonly StoredPunch[], sequence: number): StoredPunch[] =>
  rows.filter((row) => row.sequence !== sequence);

const renumbered = (rows: readonly StoredPunch[], from: number, by: number): StoredPunch[] =>
  rows.map((row) => (row.sequence >= from ? { ...row, sequence: row.sequence + by } : row));

/** Two rows in each other's place, their hashes with them or not. */
function exchanged(rows: readonly StoredPunch[], a: number, b: number, withHash: boolean): StoredPunch[] {
  const [first, second] = [a, b].map((sequence) => rows[sequence - 1] as StoredPunch) as [
    StoredPunch,
    StoredPunch,
  ];
  const placed = (row: StoredPunch, there: StoredPunch): StoredPunch => ({
    ...row,
    sequence: there.sequence,
    hash: withHash ? row.hash : there.hash,
  });
  return rows.map((row) =>
    row === first ? placed(second, first) : row === second ? placed(first, second) : row,
  );
}

describe('the first damage of a chain of 20 punches', () => {
  const whole = chainOf(20);

  it('is none when nothing was touched', () => {
    expect(judgePunches(whole, 20)).toBeNull();
  });

  it.each<[string, Partial<StoredPunch>]>([
    ['number', { number: '99' }],
    ['time', { clockTime: '2026-10-20T07:00:00', localTime: '2026-10-20T07:00:00' }],
    ['timestamp that weeks are judged by', { localTime: '2026-10-20T07:00:00' }],
    ['timestamp taken away', { localTime: null }],
    ['verify mode', { verifyMode: 15 }],
    ['punch state', { punchState: 5 }],
    ['work code', { workCode: '9007199254740993' }],
    ['raw bytes', { raw: '0d0039fe' }],
    ['source', { source: 'file' }],
    ['moment of arrival, by a microsecond', { receivedAt: '2026-10-26T00:31:07.250001Z' }],
    ['suspicions', { suspicions: '{FUTURE}' }],
    ['suspicions, nested', { suspicions: '{{FUTURE}}' }],
    ['hash', { hash: Buffer.alloc(32, 1) }],
  ])('is `changed` when somebody alters the %s of the 7th', (_, change) => {
    expect(judgePunches(replaced(whole, 7, change), 20)).toEqual({ position: 7, kind: 'changed' });
  });

  it('is `missing` where a punch was taken out, whether the rest was renumbered or not', () => {
    expect(judgePunches(without(whole, 7), 20)).toEqual({ position: 7, kind: 'missing' });
    expect(judgePunches(renumbered(without(whole, 7), 8, -1), 20)).toEqual({ position: 7, kind: 'missing' });
    expect(judgePunches(renumbered(whole.slice(0, 4).concat(whole.slice(9)), 10, -5), 20)).toEqual({
      position: 5,
      kind: 'missing',
    });
  });

  it('is `missing` behind the last punch when the end was cut off', () => {
    expect(judgePunches(whole.slice(0, 17), 20)).toEqual({ position: 18, kind: 'missing' });
    expect(judgePunches([], 20)).toEqual({ position: 1, kind: 'missing' });
  });

  it('is `inserted` where a punch was put in and the rest renumbered, with any hash', () => {
    const previous = whole[5]?.hash ?? GENESIS;
    for (const hash of [Buffer.alloc(32, 7), chainHash(previous, recordOf(forged(7)))]) {
      const rows = [...renumbered(whole, 7, 1), forged(7, hash)];
      expect(judgePunches(rows, 20)).toEqual({ position: 7, kind: 'inserted' });
    }
  });

  it('is `inserted` at the end and before the beginning, even with the right hash', () => {
    const right = chainHash(whole[19]?.hash ?? GENESIS, recordOf(forged(21)));
    expect(judgePunches([...whole, forged(21, right)], 20)).toEqual({ position: 21, kind: 'inserted' });
    expect(judgePunches([...whole, forged(0)], 20)).toEqual({ position: 0, kind: 'inserted' });
  });

  it.each([
    ['neighbours', 7, 8],
    ['far apart', 3, 18],
    ['the first and the last', 1, 20],
  ])('is `reordered` when two changed places: %s', (_, a, b) => {
    for (const withHash of [true, false]) {
      expect(judgePunches(exchanged(whole, a, b, withHash), 20)).toEqual({ position: a, kind: 'reordered' });
    }
  });

  it('is `reordered` when a punch was moved to the end', () => {
    expect(judgePunches(replaced(whole, 7, { sequence: 21 }), 21)).toEqual({
      position: 7,
      kind: 'reordered',
    });
  });
});

describe('an entry of a journal', () => {
  const whole: StoredEntry[] = [];
  for (let position = 1; position <= 9; position += 1) {
    const body = JSON.stringify(['cunqin-journal-1', 3, position, 'coverage', { read_id: `r${position}` }]);
    const hash = journalHash(whole.at(-1)?.hash ?? GENESIS, body);
    whole.push({ chain: 3, position, kind: 'coverage', body, hash });
  }
  const judgeJournal = (entries: readonly StoredEntry[]): Classified | null =>
    judge(
      entries.map((entry) => journalLink(entry)),
      9,
    );
  const at4 = (change: Partial<StoredEntry>): StoredEntry[] =>
    whole.map((entry) => (entry.position === 4 ? { ...entry, ...change } : entry));

  it('that was not touched is intact', () => {
    expect(judgeJournal(whole)).toBeNull();
  });

  it.each<[string, StoredEntry[], string]>([
    ['another body', at4({ body: (whole[3]?.body ?? '').replace('r4', 'r5') }), 'changed'],
    ['a body that is no JSON', at4({ body: '\n' }), 'changed'],
    ['another kind', at4({ kind: 'punch_review' }), 'changed'],
    ['a chain of another clock', at4({ chain: 4 }), 'changed'],
    ['nothing in its place', whole.filter(({ position }) => position !== 4), 'missing'],
    [
      'the rest moved up',
      whole
        .filter(({ position }) => position !== 4)
        .map((entry) => (entry.position > 4 ? { ...entry, position: entry.position - 1 } : entry)),
      'missing',
    ],
    [
      'another put before it',
      [
        ...whole.map((entry) => (entry.position >= 4 ? { ...entry, position: entry.position + 1 } : entry)),
        { chain: 3, position: 4, kind: 'coverage', body: '[]', hash: GENESIS },
      ],
      'inserted',
    ],
    [
      'its neighbour’s place',
      whole.map((entry) =>
        entry.position === 4
          ? { ...entry, position: 5 }
          : entry.position === 5
            ? { ...entry, position: 4 }
            : entry,
      ),
      'reordered',
    ],
  ])('with %s is named', (_, entries, kind) => {
    expect(judgeJournal(entries)).toEqual({ position: 4, kind });
  });
});

describe('whatever a chain and whatever one does to it', () => {
  const length = fc.integer({ min: 4, max: 40 });
  const seed = { seed: 20261121, numRuns: 300 };
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const placeIn = (of: number, part: number): number => 1 + Math.min(of - 1, Math.floor(part * of));

  it('a single tampering is found and its kind is right', () => {
    type Tampering = (rows: StoredPunch[], n: number, m: number) => { rows: StoredPunch[]; kind: string };
    const tamperings: Record<string, Tampering> = {
      change: (rows, n) => ({ rows: replaced(rows, n, { number: 'X' }), kind: 'changed' }),
      rehash: (rows, n) => ({ rows: replaced(rows, n, { hash: Buffer.alloc(32, 9) }), kind: 'changed' }),
      take: (rows, n) => ({ rows: without(rows, n), kind: 'missing' }),
      takeAndRenumber: (rows, n) => ({ rows: renumbered(without(rows, n), n, -1), kind: 'missing' }),
      cut: (rows, n) => ({ rows: rows.slice(0, n - 1), kind: 'missing' }),
      put: (rows, n) => ({ rows: [...renumbered(rows, n, 1), forged(n)], kind: 'inserted' }),
      append: (rows) => ({ rows: [...rows, forged(rows.length + 1)], kind: 'inserted' }),
      exchange: (rows, n, m) => ({ rows: exchanged(rows, n, m, true), kind: 'reordered' }),
      exchangeContents: (rows, n, m) => ({ rows: exchanged(rows, n, m, false), kind: 'reordered' }),
    };
    fc.assert(
      fc.property(
        length,
        share,
        share,
        fc.constantFrom(...Object.keys(tamperings)),
        (of, part, other, name) => {
          const [n, m] = [placeIn(of, part), placeIn(of, other)].sort((a, b) => a - b) as [number, number];
          fc.pre(!name.startsWith('exchange') || n !== m);
          const { rows, kind } = (tamperings[name] as Tampering)(chainOf(of), n, m);
          const position = name === 'append' ? of + 1 : n;
          expect(judgePunches(rows, of)).toEqual({ position, kind });
        },
      ),
      seed,
    );
  });

  it('any damage at all is found and never ends in an exception', () => {
    const step = fc.record({
      act: fc.constantFrom('take', 'double', 'move', 'spoil'),
      at: share,
      to: fc.integer({ min: -5, max: 60 }),
    });
    fc.assert(
      fc.property(length, fc.array(step, { minLength: 1, maxLength: 12 }), (of, steps) => {
        let rows = chainOf(of);
        for (const { act, at, to } of steps) {
          const row = rows[placeIn(rows.length, at) - 1];
          if (row === undefined) continue;
          if (act === 'take') rows = rows.filter((other) => other !== row);
          if (act === 'double') rows = [...rows, { ...row, sequence: to }];
          if (act === 'move') rows = rows.map((other) => (other === row ? { ...row, sequence: to } : other));
          if (act === 'spoil') rows = rows.map((other) => (other === row ? { ...row, raw: 'ff' } : other));
        }
        const text = (all: readonly StoredPunch[]): string =>
          JSON.stringify([...all].sort((a, b) => a.sequence - b.sequence));
        const touched = text(rows) !== text(chainOf(of));
        expect(judgePunches(rows, of) !== null).toBe(touched);
      }),
      seed,
    );
  });
});
