import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

// Jest resolves neither aliases nor TypeScript here, so this reads what `npm run build` made.
const built = new URL('../../dist/', import.meta.url);

/** One embedded PostgreSQL for the whole run, with one database migrated once and cloned by the tests. */
export default async function globalSetup() {
  const { startEmbeddedPostgres } = await import(
    new URL('libs/platform/src/embedded-postgres/index.js', built).href
  );
  const { migrateDatabase } = await import(new URL('libs/platform/src/database/migrate.js', built).href);
  const { migrations } = await import(new URL('migrations/index.js', built).href);

  const dataDir = await mkdtemp(join(tmpdir(), 'cunqin-test-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    // Of every test file's town, and of workers that were killed and whose end the server has not heard of yet.
    maxConnections: 200,
  });
  await migrateDatabase(server.url, migrations);
  await waitForNoDisk(server.url);
  process.env.CUNQIN_TEST_DATABASE = server.url;

  globalThis.stopTestDatabase = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** Nobody cuts the power of this server. What outlives that is tested on servers of their own, in test/faults. */
async function waitForNoDisk(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('ALTER ROLE CURRENT_USER SET synchronous_commit = off');
  await client.end();
}
