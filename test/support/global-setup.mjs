import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  await migrateDatabase(server.url, migrations);
  process.env.CUNQIN_TEST_DATABASE = server.url;

  globalThis.stopTestDatabase = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
