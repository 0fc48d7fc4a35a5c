import pg from 'pg';

/**
 * Drops a database, ending this role's own connections to it first.
 *
 * `DROP DATABASE … WITH (FORCE)` would also try to end an autovacuum worker, which runs as the superuser: an ordinary
 * owner is refused whenever one happens to be at work. A plain DROP sends such a worker away by itself.
 */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  const quoted = pg.escapeIdentifier(name);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount === 0) return;
  await client.query(`ALTER DATABASE ${quoted} WITH ALLOW_CONNECTIONS false`);
  await client.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
    [name],
  );
  await client.query(`DROP DATABASE IF EXISTS ${quoted}`);
}
