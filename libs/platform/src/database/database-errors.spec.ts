import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CodedError } from '../errors/coded-error.js';
import { explainConnectionFailure } from './database-errors.js';

const PASSWORD = 'hunter2-Geheim';
const USER = 'township-user';
const URL_WITH_SECRET = `postgres://${USER}:${PASSWORD}@db.example:5432/cunqin?sslmode=disable`;

/** Whatever failed: one code, and the password neither in the message nor in anything a log would print. */
function explain(failure: unknown, url: string = URL_WITH_SECRET): CodedError {
  const explained = explainConnectionFailure(failure, url);
  expect(explained).toMatchObject({
    code: 'DATABASE.UNREACHABLE',
    status: 503,
    title: '数据库连接不上，请检查 DATABASE_URL',
  });
  expect(inspect(explained, { depth: 10 })).not.toContain(PASSWORD);
  expect(explained.message).not.toContain(USER);
  return explained;
}

const failing = (code: string): Error => Object.assign(new Error('raw'), { code });

describe('a database that cannot be used', () => {
  it.each([
    ['ECONNREFUSED', 'nothing listens at that address'],
    ['ENOTFOUND', 'that host name is not known'],
    ['ETIMEDOUT', 'no answer from that address'],
    ['28P01', 'the password is not accepted'],
    ['28000', 'that user is not admitted'],
    ['3D000', 'that database does not exist'],
  ])('with %s is explained: %s', (code, sentence) => {
    expect(explain(failing(code)).message).toBe(
      `cannot use the database at db.example:5432/cunqin: ${sentence}`,
    );
  });

  it('for another reason is told in the words of the failure, which stays its cause', () => {
    const failure = failing('57P03');
    expect(explain(failure).message).toBe('cannot use the database at db.example:5432/cunqin: raw');
    expect(explain(failure).cause).toBe(failure);
  });

  it.each([undefined, null, {}, new Error('')])(
    'for no known reason (%p) is told all the same',
    (failure) => {
      expect(explain(failure).message).toMatch(/: unknown reason$/);
    },
  );

  it('under an address that cannot be read does not print that address', () => {
    const unreadable = `postgres://${USER}:${PASSWORD}@[db/cunqin`;
    let failure: unknown;
    try {
      failure = new URL(unreadable);
    } catch (refusal) {
      failure = refusal;
    }
    expect(inspect(failure)).toContain(PASSWORD);
    expect(explain(failure, unreadable).message).toBe(
      'cannot use the database at an address that cannot be read: the address cannot be read',
    );
  });

  it('really refused on loopback is explained', async () => {
    const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:1/cunqin`;
    const failure: unknown = await new pg.Client({ connectionString: url })
      .connect()
      .catch((reason: unknown) => reason);
    expect(explain(failure, url).message).toBe(
      'cannot use the database at 127.0.0.1:1/cunqin: nothing listens at that address',
    );
  });
});
