import { randomBytes } from 'node:crypto';
import { dropDatabase } from '@cunqin/platform';
import pg from 'pg';

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Clones the migrated template. Takes some 50 ms, so every test file can have its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = templateUrl();
  return create(template, new URL(template).pathname.slice(1));
}

/** A database in which nothing was ever created, as an operator's own is before the first start. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create(templateUrl(), 'template0');
}

function templateUrl(): string {
  const template = process.env['CUNQIN_TEST_DATABASE'];
  if (template === undefined) throw new Error('the test database server is not running: use npm test');
  return template;
}

async function create(template: string, source: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(template, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`));
  const url = new URL(template);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(template, (client) => dropDatabase(client, name)),
  };
}

/** Works beside the template: PostgreSQL does not clone a database somebody is connected to. */
async function onServer(template: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const address = new URL(template);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
