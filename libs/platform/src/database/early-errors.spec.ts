import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { databaseOptions } from './database-options.js';

const ADMITTED = Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([...Buffer.from('Z'), 0, 0, 0, 5, ...Buffer.from('I')]);

function fatal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C57P01\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

let server: Server;
afterEach(() => {
  server.close();
});

/** A server that dies in the moment in which it admits somebody. */
async function dyingServer(): Promise<string> {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([ADMITTED, READY, fatal('the postmaster is gone')])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `postgres://cunqin@127.0.0.1:${(server.address() as AddressInfo).port}/cunqin`;
}

describe('a connection that breaks as it is made', () => {
  it('does not end the process; whoever took it is told of its end, and it refuses every question', async () => {
    const client = new pg.Client({ connectionString: await dyingServer() });
    await client.connect();
    const [failure] = await once(client, 'error');
    expect(failure).toMatchObject({ message: 'Connection terminated unexpectedly' });
    await expect(client.query('SELECT')).rejects.toThrow('not queryable');
    await client.end();
  });

  it('and is asked something before its end is known refuses that, too', async () => {
    const client = new pg.Client({ connectionString: await dyingServer() });
    await client.connect();
    await expect(client.query('SELECT')).rejects.toThrow(/not queryable|terminated unexpectedly/);
    await client.end();
  });

  it('out of a pool is dropped by who took it, and the pool goes on', async () => {
    const pool = new pg.Pool({ connectionString: await dyingServer(), max: 1 });
    pool.on('error', () => undefined);
    const client = await pool.connect();
    await once(client, 'error');
    client.release();
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });

  it('fails the start of what is built on it, which may be tried again', async () => {
    const dataSource = new DataSource(databaseOptions(await dyingServer(), { poolSize: 1 }));
    await expect(dataSource.initialize()).rejects.toThrow();
    await expect(dataSource.initialize()).rejects.toThrow();
  });
});
