import { readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOptions, SystemTime } from '@cunqin/platform';
import { ExportLedgerService, VerifyLedgerService } from '@cunqin/punch-ledger';
import { DataSource } from 'typeorm';
import { BothVerifiers, python, type Verdict, VERIFIER, WHOLE } from '../support/both-verifiers.js';
import { runPython } from '../support/python.js';
import { writeSampleLedger } from '../support/sample-ledger.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';

let ledger: TestDatabase;
let dataSource: DataSource;
let verifiers: BothVerifiers;
/** Tables whose triggers the owner switches off while he is at it. */
let guarded: readonly string[];
beforeAll(async () => {
  ledger = await writeSampleLedger();
  dataSource = new DataSource(databaseOptions(ledger.url, { poolSize: 2 }));
  await dataSource.initialize();
  verifiers = await BothVerifiers.of(dataSource);
  await becomeOwner();
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await verifiers.close();
  await ledger.drop();
});

const bothSay = (): Promise<Verdict> => verifiers.bothSay();
const exportTo = (): Promise<string> => verifiers.exportTo();

/** Each after those that it refers to. */
const EVIDENCE = [
  'clock_read',
  'punch',
  'coverage',
  'punch_review',
  'clock_incident',
  'clock_incident_acknowledgement',
  'ledger_seal',
  'journal',
];

/** The owner keeps all rows to put them back, and takes off every bond to a punch. */
async function becomeOwner(): Promise<void> {
  const [parts] = await dataSource.query<[{ names: string[] }]>(
    `SELECT array_agg(inhrelid::regclass::text) AS names FROM pg_inherits WHERE inhparent = 'punch'::regclass`,
  );
  guarded = [...EVIDENCE, ...parts.names];
  const bonds = await dataSource.query<{ table: string; name: string }[]>(
    `SELECT conrelid::regclass AS table, conname AS name FROM pg_constraint
     WHERE contype = 'f' AND confrelid = 'punch'::regclass AND conparentid = 0`,
  );
  await dataSource.query(
    [
      ...EVIDENCE.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`),
      ...bonds.map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`),
    ].join(';'),
  );
}

/** No trigger fires meanwhile; afterwards all of them stand as if nothing had been. */
async function behindTheTriggers(statements: readonly string[]): Promise<void> {
  const all = (how: string): string =>
    guarded.map((table) => `ALTER TABLE ${table} ${how} TRIGGER USER`).join(';');
  await dataSource.query(all('DISABLE'));
  try {
    await dataSource.transaction(async (owner) => {
      for (const statement of statements) await owner.query(statement);
    });
  } finally {
    await dataSource.query(all('ENABLE'));
  }
}

async function putBack(): Promise<void> {
  await behindTheTriggers([
    ...[...EVIDENCE].reverse().map((table) => `DELETE FROM ${table}`),
    ...EVIDENCE.map((table) => `INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE kept_${table}`),
  ]);
}

/** Statements of the owner, what is found then, and that everything is whole again once they are undone. */
async function tamper(...statements: string[]): Promise<Verdict> {
  try {
    await behindTheTriggers(statements);
    return await bothSay();
  } finally {
    await putBack();
  }
}

const ALL_PUNCH = `number, clock_time, local_time, verify_mode, punch_state, work_code, raw, source, read_id,
  received_at, suspicions`;

/** Puts a forged punch at a sequence. */
const forge = (sequence: string, hash = `sha256('x')`): string =>
  `INSERT INTO punch (clock_id, sequence, ${ALL_PUNCH}, hash)
   SELECT clock_id, ${sequence}, 'X', clock_time, local_time, verify_mode, punch_state, work_code, raw, source,
          read_id, received_at, suspicions, ${hash} FROM punch WHERE clock_id = 1 AND sequence = 3`;

/** The hash that a punch has by its row, behind a hash, as the README of the ledger writes it down. */
const HASH_OF_ROW = (previous: string): string =>
  `sha256(${previous} || convert_to('["cunqin-punch-1",' || clock_id || ',' || sequence || ',"' || number || '","'
     || clock_time || '",' || verify_mode || ',' || punch_state || ',' || work_code || ',"' || encode(raw, 'hex')
     || '","' || source || '","' || read_id || '","'
     || to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",'
     || coalesce((SELECT json_agg(one)::text FROM unnest(suspicions) AS one), '[]') || ']', 'UTF8'))`;

/** Computes every hash of clock 1 anew from a sequence on: the chain is whole in itself then. */
const chainAgain = (from: number): string => `
  DO $$
  DECLARE link record; previous bytea;
  BEGIN
    SELECT hash INTO previous FROM punch WHERE clock_id = 1 AND sequence = ${from} - 1;
    previous := coalesce(previous, decode(repeat('00', 32), 'hex'));
    FOR link IN SELECT sequence AS at FROM punch WHERE clock_id = 1 AND sequence >= ${from} ORDER BY sequence LOOP
      UPDATE punch SET hash = ${HASH_OF_ROW('previous')} WHERE clock_id = 1 AND sequence = link.at
      RETURNING hash INTO previous;
    END LOOP;
  END $$`;

const renumber = (from: number, by: number): string[] => [
  `UPDATE punch SET sequence = -(sequence + ${by}) WHERE clock_id = 1 AND sequence >= ${from}`,
  `UPDATE punch SET sequence = -sequence WHERE clock_id = 1 AND sequence < 0`,
];

const exchange = (a: number, b: number): string[] => [
  `UPDATE punch SET sequence = -${b} WHERE clock_id = 1 AND sequence = ${a}`,
  `UPDATE punch SET sequence = ${a} WHERE clock_id = 1 AND sequence = ${b}`,
  `UPDATE punch SET sequence = ${b} WHERE clock_id = 1 AND sequence = -${b}`,
];

describe('a ledger that nobody touched', () => {
  it('is whole to both verifiers, and the export says how much it holds', async () => {
    expect(await bothSay()).toEqual(WHOLE);
    if (!python) return;
    const { stdout } = await runPython(VERIFIER, await exportTo());
    expect(stdout).toMatch(/^2 clocks, 22 punches, \d+ entries: whole\n$/);
  });

  it('is whole after a case was undone, or no case would prove anything', async () => {
    expect(await tamper(`DELETE FROM punch WHERE clock_id = 1`)).toMatchObject({ ok: false });
    expect(await bothSay()).toEqual(WHOLE);
  });
});

describe('a database in which nobody ever kept a ledger', () => {
  it('is neither whole nor broken: it is refused', async () => {
    const empty = await createEmptyDatabase();
    const nothing = new DataSource(databaseOptions(empty.url, { poolSize: 1 }));
    await nothing.initialize();
    try {
      const refusal = { code: 'LEDGER.NONE', status: 409 };
      await expect(VerifyLedgerService.on(nothing, new SystemTime()).verify()).rejects.toMatchObject(refusal);
      await expect(
        new ExportLedgerService(nothing).export(() => Promise.reject(new Error('no file is wanted'))),
      ).rejects.toMatchObject(refusal);
    } finally {
      await nothing.destroy();
      await empty.drop();
    }
  });
});

describe('a punch', () => {
  it.each([
    ['its number', `number = '17'`, 3],
    ['its time', `clock_time = '2026-10-20T07:00:00', local_time = '2026-10-20T07:00:00'`, 3],
    ['the timestamp that weeks are judged by', `local_time = local_time - interval '1 day'`, 3],
    ['its verify mode', `verify_mode = 15`, 3],
    ['its raw bytes', `raw = '\\x00'`, 3],
    [
      'the moment of its arrival, by a microsecond',
      `received_at = received_at + interval '1 microsecond'`,
      3,
    ],
    ['its suspicions', `suspicions = '{FUTURE}'`, 3],
    ['its hash', `hash = sha256('x')`, 3],
    ['the first one', `number = '17'`, 1],
    ['one that no seal has seen', `number = '17'`, 13],
  ])('is `changed` when the owner alters %s', async (_, change, sequence) => {
    expect(
      await tamper(`UPDATE punch SET ${change} WHERE clock_id = 1 AND sequence = ${sequence}`),
    ).toMatchObject({ ok: false, broken: [{ clockId: 1, sequence, kind: 'changed' }], records: [] });
  });

  it.each([
    ['out of the middle', [`DELETE FROM punch WHERE clock_id = 1 AND sequence = 3`], 3],
    [
      'and the rest is renumbered',
      [`DELETE FROM punch WHERE clock_id = 1 AND sequence = 3`, ...renumber(4, -1)],
      3,
    ],
    ['off the end, behind the last seal', [`DELETE FROM punch WHERE clock_id = 2 AND sequence >= 6`], 6],
    ['with all others of its clock', [`DELETE FROM punch WHERE clock_id = 2`], 1],
  ])('is `missing` when the owner takes it %s', async (_, statements, sequence) => {
    expect(await tamper(...statements)).toMatchObject({
      ok: false,
      broken: [{ sequence, kind: 'missing' }],
      records: [],
    });
  });

  it.each([
    ['behind the last', [forge('16')], 16],
    ['behind the last with the right hash', [forge('16'), chainAgain(16)], 16],
    ['before the first', [forge('0')], 0],
    ['in between, the rest renumbered', [...renumber(7, 1), forge('7')], 7],
  ])('is `inserted` when the owner puts one %s', async (_, statements, sequence) => {
    expect(await tamper(...statements)).toMatchObject({
      ok: false,
      broken: [{ clockId: 1, sequence, kind: 'inserted' }],
      records: [],
    });
  });

  it.each([
    ['neighbours', 3, 4],
    ['a morning apart', 2, 9],
  ])('is `reordered` when the owner exchanges it with another: %s', async (_, a, b) => {
    expect(await tamper(...exchange(a, b))).toMatchObject({
      ok: false,
      broken: [{ clockId: 1, sequence: a, kind: 'reordered' }],
      records: [],
    });
  });

  it('is `missing` here and `inserted` there when the owner moves it to another clock', async () => {
    expect(
      await tamper(`UPDATE punch SET clock_id = 3, sequence = 1 WHERE clock_id = 1 AND sequence = 3`),
    ).toMatchObject({
      broken: [
        { clockId: 1, sequence: 3, kind: 'missing' },
        { clockId: 3, sequence: 1, kind: 'inserted' },
      ],
    });
  });

  it('is found even when the owner computes all hashes anew: the read that brought it is named', async () => {
    // Punches 7 to 11 came with the second read.
    const change = `UPDATE punch SET number = '17' WHERE clock_id = 1 AND sequence = 9`;
    expect(await tamper(change, chainAgain(9))).toMatchObject({
      broken: [{ clockId: 1, sequence: 7, kind: 'changed' }],
      sealBroken: '2026-10-27',
    });
    const take = [`DELETE FROM punch WHERE clock_id = 1 AND sequence = 9`, ...renumber(10, -1)];
    expect(await tamper(...take, chainAgain(9))).toMatchObject({
      broken: [{ clockId: 1, kind: 'missing' }],
    });
  });

  it('is found when the owner tells the read what he made of it: the journal remembers', async () => {
    const verdict = await tamper(
      `UPDATE punch SET number = '17' WHERE clock_id = 1 AND sequence = 13`,
      chainAgain(13),
      `UPDATE clock_read SET head_hash = punch.hash FROM punch
       WHERE punch.clock_id = clock_read.clock_id AND punch.sequence = clock_read.head_sequence`,
    );
    expect(verdict.broken).toEqual([{ clockId: 1, sequence: 12, kind: 'changed' }]);
    expect(verdict.records.map(({ table, kind }) => `${table} ${kind}`)).toEqual([
      'clock_read changed',
      'clock_read changed',
    ]);
  });
});

describe('a row that the journal speaks of', () => {
  /** A read that brought nothing, so that nothing refers to it but its coverage. */
  const VAIN = `(SELECT id FROM clock_read WHERE clock_id = 3 ORDER BY finished_at LIMIT 1)`;

  it.each([
    ['clock_read', `UPDATE clock_read SET appended = 5 WHERE id = ${VAIN}`, 'changed'],
    [
      'clock_read',
      `UPDATE clock_read SET offset_seconds = 3600 WHERE clock_id = 1 AND appended = 5`,
      'changed',
    ],
    [
      'clock_read',
      `WITH gone AS (DELETE FROM coverage WHERE read_id = ${VAIN}) SELECT 1; DELETE FROM clock_read WHERE id = ${VAIN}`,
      'missing',
    ],
    [
      'clock_read',
      `INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, decoded, appended, duplicates,
         suspect, bytes_read) SELECT '00000000-0000-4000-8000-000000000001', 3, 'pull', now(), now(), 'complete',
         0, 0, 0, 0, 0`,
      'inserted',
    ],
    [
      'coverage',
      `UPDATE coverage SET covered_until = covered_until + interval '7 days' WHERE read_id = ${VAIN}`,
      'changed',
    ],
    ['coverage', `DELETE FROM coverage WHERE read_id = ${VAIN}`, 'missing'],
    ['coverage', `UPDATE coverage SET clock_id = 2 WHERE read_id = ${VAIN}`, 'changed'],
    [
      'coverage',
      `INSERT INTO clock_read SELECT (kept).* FROM (
         SELECT jsonb_populate_record(clock_read, '{"id": "00000000-0000-4000-8000-000000000001"}') AS kept
         FROM clock_read WHERE id = ${VAIN}) AS forged; INSERT INTO coverage
       VALUES ('00000000-0000-4000-8000-000000000001', 3, '2026-12-31')`,
      'inserted',
    ],
    ['punch_review', `UPDATE punch_review SET accept = true`, 'changed'],
    ['punch_review', `DELETE FROM punch_review`, 'missing'],
    [
      'punch_review',
      `INSERT INTO punch_review (clock_id, sequence, accept, reason, decided_by, decided_at)
       SELECT clock_id, sequence, true, reason, decided_by, decided_at FROM punch_review`,
      'inserted',
    ],
    ['clock_incident_acknowledgement', `DELETE FROM clock_incident_acknowledgement`, 'missing'],
    ['clock_incident', `UPDATE clock_incident SET detail = '{"stated": 4, "records": 4}'`, 'changed'],
  ])('of %s is named: %s', async (table, statement, kind) => {
    const verdict = await tamper(...statement.split('; '));
    expect(verdict).toMatchObject({ ok: false, broken: [], sealBroken: null });
    expect(verdict.records.filter((record) => record.table === table)).toMatchObject([{ table, kind }]);
  });
});

describe('an entry of the journal', () => {
  const of1 = (position: number): string => `chain = 1 AND position = ${position}`;
  it.each([
    ['changed', [`UPDATE journal SET body = replace(body, 'SN1', 'SN9') WHERE ${of1(3)}`]],
    ['changed', [`UPDATE journal SET kind = 'coverage' WHERE ${of1(3)}`]],
    ['missing', [`DELETE FROM journal WHERE ${of1(3)}`]],
    [
      'inserted',
      [
        `UPDATE journal SET position = 1000 + position WHERE chain = 1 AND position >= 3`,
        `UPDATE journal SET position = position - 999 WHERE chain = 1 AND position >= 1000`,
        `INSERT INTO journal SELECT 1, 3, kind, body, hash FROM journal WHERE ${of1(2)}`,
      ],
    ],
    [
      'reordered',
      [
        `UPDATE journal SET position = 1000 WHERE ${of1(3)}`,
        `UPDATE journal SET position = 3 WHERE ${of1(5)}`,
        `UPDATE journal SET position = 5 WHERE ${of1(1000)}`,
      ],
    ],
  ])('is named when it is %s', async (kind, statements) => {
    const { records, broken } = await tamper(...statements);
    expect(records).toEqual([{ table: 'journal', key: '1-3', kind }]);
    expect(broken).toEqual([]);
  });

  it('is missed behind the end that a seal has seen', async () => {
    const { records, sealBroken } = await tamper(`DELETE FROM journal WHERE chain = 3 AND position >= 4`);
    expect(records).toContainEqual({ table: 'journal', key: '3-4', kind: 'missing' });
    expect(sealBroken).toBe('2026-10-27');
  });

  it('cut off behind the last seal leaves rows that nobody vouches for', async () => {
    const { records } = await tamper(
      `DELETE FROM journal WHERE chain = 3 AND position = (SELECT max(position) FROM journal WHERE chain = 3)`,
    );
    expect(records).toMatchObject([{ table: 'coverage', kind: 'inserted' }]);
  });
});

describe('a seal', () => {
  const FIRST = `sealed_on = '2026-10-26'`;
  it.each([
    ['changed', `UPDATE ledger_seal SET hash = sha256('x') WHERE ${FIRST}`, '2026-10-26'],
    [
      'changed',
      `UPDATE ledger_seal SET heads = jsonb_set(heads, '{1,sequence}', '5') WHERE ${FIRST}`,
      '2026-10-26',
    ],
    ['changed', `UPDATE ledger_seal SET heads = '"nothing"' WHERE ${FIRST}`, '2026-10-26'],
    ['missing', `DELETE FROM ledger_seal WHERE ${FIRST}`, '2026-10-27'],
    [
      'inserted',
      `INSERT INTO ledger_seal SELECT '2026-10-25', sealed_at, heads, previous_hash, hash, version FROM ledger_seal
       WHERE ${FIRST}`,
      '2026-10-25',
    ],
  ])('is named when it is %s', async (kind, statement, brokenOn) => {
    const verdict = await tamper(statement);
    expect(verdict).toMatchObject({ ok: false, broken: [], sealBroken: brokenOn });
    expect(verdict.records).toMatchObject([{ table: 'ledger_seal', kind }]);
  });
});

describe('an export', () => {
  it('that ends too early, or holds what nobody exported, is refused by the other verifier', async () => {
    if (!python) return;
    const target = await exportTo();
    const file = join(target, 'clock-1.txt');
    await truncate(file, (await readFile(file)).length - 10);
    expect(await runPython(VERIFIER, target)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is not complete'),
    });
    const other = join(await exportTo(), 'clock-2.txt');
    await writeFile(other, (await readFile(other, 'utf8')).replace('["cunqin-punch-1"', '["cunqin-punch-1'));
    expect(await runPython(VERIFIER, dirname(other))).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/clock-2\.txt holds a line that nobody exported: [0-9a-f]{64} /),
    });
    expect(await runPython(VERIFIER, verifiers.directory)).toMatchObject({ status: 2 });
    expect(await runPython(VERIFIER)).toMatchObject({ status: 2 });
  });
});
