import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AccountsService } from './accounts.service.js';
import { startAccounts, type StartedAccounts } from './testing/start-accounts.js';

let started: StartedAccounts;
let accounts: AccountsService;
let dataSource: DataSource;

beforeAll(async () => {
  started = await startAccounts();
  accounts = started.module.get(AccountsService);
  dataSource = started.module.get<DataSource>(getDataSourceToken());
});
afterAll(() => started.stop());

const coded = (code: string) => expect.objectContaining({ code });

describe('an account', () => {
  it('signs in with its password', async () => {
    await accounts.create({ username: 'office1', password: 'open sesame', role: 'office' }, 'admin');
    await expect(accounts.authenticate('office1', 'open sesame')).resolves.toMatchObject({
      username: 'office1',
      role: 'office',
      cadreCode: null,
      mustChangePassword: false,
    });
  });

  it('never has its password in the database', async () => {
    await accounts.create({ username: 'office2', password: 'plain-as-day', role: 'office' }, 'admin');
    const everything = await dataSource.query(
      `SELECT (SELECT json_agg(u) FROM user_account u)::text || (SELECT json_agg(a) FROM audit_entry a)::text AS dump`,
    );
    expect(JSON.stringify(everything)).toContain('office2');
    expect(JSON.stringify(everything)).not.toContain('plain-as-day');
  });

  it('has a username of its own, also when two administrators are quick', async () => {
    const twice = ['a password', 'another one'].map((password) =>
      accounts.create({ username: 'twice', password, role: 'leader' }, 'admin'),
    );
    const outcomes = await Promise.allSettled(twice);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes).toContainEqual({ status: 'rejected', reason: coded('ACCOUNTS.USERNAME_TAKEN') });
  });

  it.each([
    ['Wang', 'ACCOUNTS.USERNAME_UNACCEPTABLE'],
    ['w', 'ACCOUNTS.USERNAME_UNACCEPTABLE'],
    ['wang li', 'ACCOUNTS.USERNAME_UNACCEPTABLE'],
  ])('cannot be called %j', async (username, code) => {
    await expect(
      accounts.create({ username, password: 'open sesame', role: 'office' }, 'admin'),
    ).rejects.toThrow(coded(code));
  });

  it.each([
    ['seven77', '密码至少 8 位'],
    ['x'.repeat(129), '密码最多 128 位'],
    ['Samename', '密码不能与用户名相同'],
  ])('cannot have the password %s', async (password, message) => {
    await expect(
      accounts.create({ username: 'samename', password, role: 'office' }, 'admin'),
    ).rejects.toThrow(
      expect.objectContaining({
        code: 'ACCOUNTS.PASSWORD_UNACCEPTABLE',
        fields: [{ field: 'password', message }],
      }),
    );
  });

  it('has a cadre code exactly when it is a cadre’s', async () => {
    const mismatch = coded('ACCOUNTS.CADRE_CODE_MISMATCH');
    const password = 'open sesame';
    await expect(accounts.create({ username: 'cadre1', password, role: 'cadre' }, 'admin')).rejects.toThrow(
      mismatch,
    );
    await expect(
      accounts.create({ username: 'payroll1', password, role: 'payroll', cadreCode: 'C001' }, 'admin'),
    ).rejects.toThrow(mismatch);
    await expect(
      accounts.create({ username: 'cadre1', password, role: 'cadre', cadreCode: 'C001' }, 'admin'),
    ).resolves.toMatchObject({ cadreCode: 'C001' });
  });
});

describe('signing in', () => {
  it('fails alike for a wrong password and an unknown username', async () => {
    await accounts.create({ username: 'known', password: 'open sesame', role: 'office' }, 'admin');
    const [wrong, unknown] = await Promise.allSettled([
      accounts.authenticate('known', 'close sesame'),
      accounts.authenticate('nobody', 'close sesame'),
    ]);
    expect(wrong).toEqual(unknown);
    expect(wrong).toEqual({ status: 'rejected', reason: coded('ACCOUNTS.BAD_CREDENTIALS') });
  });

  it('takes an unknown username through the same hashing as a known one', async () => {
    await accounts.create({ username: 'timed', password: 'open sesame', role: 'office' }, 'admin');
    const known = await medianMs(() => accounts.authenticate('timed', 'wrong password'));
    const unknown = await medianMs(() => accounts.authenticate('untimed', 'wrong password'));
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it('with an unknown username does not write that name down: it may be a password', async () => {
    await expect(accounts.authenticate('hunter2-typed-too-early', 'x')).rejects.toThrow();
    const rows = await dataSource.query(`SELECT * FROM audit_entry WHERE action = 'auth.sign-in-refused'`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  it('has to wait after ten failures in a row, even with the right password', async () => {
    await accounts.create({ username: 'target', password: 'open sesame', role: 'office' }, 'admin');
    // All at once: how long hashing takes on a busy machine must not be what they wait for.
    const guesses = Array.from({ length: 10 }, (_, guess) =>
      accounts.authenticate('target', `guess ${guess}`),
    );
    const right = accounts.authenticate('target', 'open sesame');
    const [first, ...others] = await Promise.allSettled([right, ...guesses]);
    expect(first).toEqual({ status: 'rejected', reason: coded('ACCOUNTS.TOO_MANY_ATTEMPTS') });
    for (const other of others) {
      expect(other).toEqual({ status: 'rejected', reason: coded('ACCOUNTS.BAD_CREDENTIALS') });
    }
  });
});

describe('changing the password', () => {
  it('needs the old one, ends it, and lifts the duty to change', async () => {
    const account = {
      username: 'changer',
      password: 'first password',
      role: 'leader',
      mustChangePassword: true,
    } as const;
    await accounts.create(account, 'admin');
    await expect(accounts.changePassword('changer', 'wrong one', 'second password')).rejects.toThrow(
      coded('ACCOUNTS.BAD_CREDENTIALS'),
    );
    await accounts.changePassword('changer', 'first password', 'second password');
    await expect(accounts.authenticate('changer', 'first password')).rejects.toThrow(
      coded('ACCOUNTS.BAD_CREDENTIALS'),
    );
    await expect(accounts.authenticate('changer', 'second password')).resolves.toMatchObject({
      mustChangePassword: false,
    });
  });

  it('refuses the same password again', async () => {
    await accounts.create({ username: 'sticky', password: 'first password', role: 'leader' }, 'admin');
    await expect(accounts.changePassword('sticky', 'first password', 'first password')).rejects.toThrow(
      coded('ACCOUNTS.PASSWORD_UNACCEPTABLE'),
    );
  });

  it('twice at once succeeds once', async () => {
    await accounts.create({ username: 'racer', password: 'first password', role: 'leader' }, 'admin');
    const outcomes = await Promise.allSettled(
      ['second password', 'third password'].map((next) =>
        accounts.changePassword('racer', 'first password', next),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

async function medianMs(attempt: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    await attempt().catch(() => undefined);
    times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[1] ?? Number.NaN;
}
