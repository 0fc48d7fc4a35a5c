import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ending, Program } from '../support/program.js';
import { freePort } from '../support/redis-server.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database.js';

const SECRET = 'never-to-be-printed';

let dataDir: string;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-refusals-'));
});
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const attempt = (env: Readonly<Record<string, string>>): Promise<Ending> =>
  Program.start({ DATA_DIR: dataDir, ...env }).end();

/** One sentence with a code, for people and for programs, and no stack below it. */
function expectRefusal(ending: Ending, code: string): void {
  expect(ending.stderr.split('\n').at(-2)).toMatch(
    new RegExp(`^${code.replaceAll('.', '\\.')}: .*\\p{Script=Han}`, 'u'),
  );
  expect(ending).toMatchObject({ status: 1, signal: null });
  expect(ending.stderr).not.toContain(SECRET);
  expect(ending.stderr).not.toMatch(/^\s+at /m);
}

async function keep(database: Promise<TestDatabase>): Promise<TestDatabase> {
  const kept = await database;
  databases.push(kept);
  return kept;
}

/** Every table, column and row count of a database, in all schemas but PostgreSQL's own. */
async function schemaOf(url: string): Promise<unknown[]> {
  return query(
    url,
    `SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, ordinal_position`,
  );
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the environment', () => {
  const impossible = {
    PORT: '70000',
    DATABASE_URL: `mysql://root:${SECRET}@127.0.0.1/cunqin`,
    QUEUE_URL: `amqp://root:${SECRET}@127.0.0.1`,
    ADMIN_PASSWORD: 'short',
    SECRET_KEY: SECRET,
    CLOCK_NETWORKS: '192.168.0.0',
    TOWNSHIP_CODE: '官埠桥',
  };

  it('with values that cannot be: every variable at fault is named, no value, and nothing is begun', async () => {
    const ending = await attempt(impossible);
    expectRefusal(ending, 'CONFIG.INVALID');
    for (const name of Object.keys(impossible)) expect(ending.stderr).toContain(name);
    expect(ending.stdout).toBe('');
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('a DATABASE_URL', () => {
  it('where nobody listens is refused', async () => {
    const port = await freePort();
    const ending = await attempt({ DATABASE_URL: `postgres://cunqin:${SECRET}@127.0.0.1:${port}/cunqin` });
    expectRefusal(ending, 'DATABASE.UNREACHABLE');
    expect(ending.stderr).toContain(`127.0.0.1:${port}/cunqin`);
  });

  it.each([
    ['with a wrong password', (url: URL) => (url.password = SECRET)],
    ['of a database that does not exist', (url: URL) => (url.pathname = '/nowhere')],
  ])('%s is refused', async (_, spoil) => {
    const url = new URL((await keep(createTestDatabase())).url);
    spoil(url);
    expectRefusal(await attempt({ DATABASE_URL: url.href }), 'DATABASE.UNREACHABLE');
  });

  it.each(['user_account', 'village', 'week_assessment'])(
    'of a database in which somebody else has a table %s is refused, and left as it was',
    async (table) => {
      const { url } = await keep(createEmptyDatabase());
      await query(url, `CREATE TABLE ${table} (something text)`);
      await query(url, `INSERT INTO ${table} VALUES ('of somebody else')`);
      const before = await schemaOf(url);
      const ending = await attempt({ DATABASE_URL: url });
      expectRefusal(ending, 'DATABASE.MIGRATION_FAILED');
      expect(ending.stderr).toContain(table);
      expect(await schemaOf(url)).toEqual(before);
      expect(await query(url, `SELECT something FROM ${table}`)).toEqual([{ something: 'of somebody else' }]);
    },
  );
});

describe('a port', () => {
  let other: Server;
  beforeAll(async () => {
    other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
  });
  afterAll(() => {
    other.close();
  });

  it('that another program uses is refused; the first password was shown all the same, and holds', async () => {
    const { url } = await keep(createTestDatabase());
    const { port } = other.address() as AddressInfo;
    const ending = await attempt({ DATABASE_URL: url, PORT: String(port) });
    expectRefusal(ending, 'HTTP.PORT_IN_USE');
    expect(ending.stderr).toContain(String(port));
    const password = /password: (\S+) /.exec(ending.stdout)?.[1];

    const program = Program.start({ DATA_DIR: dataDir, DATABASE_URL: url });
    try {
      const answer = await fetch(`${await program.ready()}/api/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password }),
      });
      expect(answer.status).toBe(200);
    } finally {
      await program.kill();
    }
  });
});
