import pg from 'pg';

/** Empties a database by making it anew. For databases that hold nothing but a demonstration. */
export async function recreateDatabase(url: string): Promise<void> {
  const address = new URL(url);
  const name = pg.escapeIdentifier(decodeURIComponent(address.pathname.slice(1)));
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}
