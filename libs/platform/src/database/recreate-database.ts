import pg from 'pg';
import { dropDatabase } from './drop-database.js';

/** Empties a database by making it anew. For databases that hold nothing but a demonstration. */
export async function recreateDatabase(url: string): Promise<void> {
  const address = new URL(url);
  const name = decodeURIComponent(address.pathname.slice(1));
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await dropDatabase(client, name);
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
