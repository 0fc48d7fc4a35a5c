import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { CodedError } from '../errors/coded-error.js';
import { launchServer } from './launch-server.js';
import { findPostgres } from './postgres-binaries.js';
import { listPostgresOf } from './process-table.js';
import { runProgram } from './run-program.js';
import { LOG_LIMIT_BYTES } from './server-log.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type EmbeddedPostgresServer,
} from './start-embedded-postgres.js';

// Creating a database takes a second, starting one does not: most cases share one, stopped in between.
let sharedDir: string;
let dataDir: string;
let clusterDir: string;
let running: EmbeddedPostgresServer[];
let lines: string[];

beforeAll(async () => {
  sharedDir = await mkdtemp(join(tmpdir(), 'cunqin-pg-'));
});

afterAll(async () => {
  await rm(sharedDir, { recursive: true, force: true });
});

beforeEach(() => {
  useDirectory(sharedDir);
  running = [];
  lines = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  // Holds in every case: a stopped server leaves no process of its directory.
  expect(await listPostgresOf(clusterDir)).toEqual([]);
  if (dataDir !== sharedDir) await rm(dataDir, { recursive: true, force: true });
});

function useDirectory(path: string): void {
  dataDir = path;
  clusterDir = join(path, 'postgres');
}

async function useEmptyDirectory(): Promise<void> {
  useDirectory(await mkdtemp(join(tmpdir(), 'cunqin-pg-')));
}

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgresServer> {
  const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line), ...options });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('starts in an empty directory with a UTF-8 database in UTC that keeps what is committed', async () => {
    const server = await start();
    expect(server.url).toMatch(
      new RegExp(`^postgres://cunqin:[\\w-]{43}@127\\.0\\.0\\.1:${server.port}/cunqin$`),
    );
    expect(
      await query(
        server.url,
        `SELECT current_setting('server_encoding'), current_setting('timezone'), current_setting('fsync'),
                current_setting('full_page_writes'), current_setting('data_checksums'),
                current_setting('listen_addresses'), current_setting('server_version_num')::int / 10000,
                (SELECT datlocale FROM pg_database WHERE datname = current_database())`,
      ),
    ).toEqual([['UTF8', 'UTC', 'on', 'on', 'on', '127.0.0.1', 18, 'C.UTF-8']]);
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
  });

  it('signs nobody in as superuser, and lets its own role create the copies tests need', async () => {
    const { url } = await start();
    expect(
      await query(url, 'SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user'),
    ).toEqual([[false, true]]);
    const asSuperuser = url.replace('//cunqin:', '//postgres:');
    await expect(query(asSuperuser, 'SELECT 1')).rejects.toThrow(/pg_hba/);
    await query(url, 'CREATE EXTENSION btree_gist');
  });

  it('keeps the data over a restart and stops only once, however often it is asked', async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE punch AS SELECT '蒋寨村' AS village");
    await Promise.all([first.stop(), first.stop()]);
    await first.stop();
    expect(lines.filter((line) => line.includes('stopped'))).toHaveLength(1);
    const second = await start();
    expect(await query(second.url, 'SELECT village FROM punch')).toEqual([['蒋寨村']]);
  });

  it('stops within its bound although a client is in the middle of a query', async () => {
    const server = await start();
    const client = new pg.Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    const cut = client.query('SELECT pg_sleep(60)').catch((failure: unknown) => failure);
    await sleep(100);
    const began = performance.now();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(6000);
    expect(await cut).toBeInstanceOf(Error);
  });

  it('adds no handler for signals or exit to this process', async () => {
    const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'beforeExit', 'message'] as const;
    const before = events.map((event) => process.listenerCount(event));
    await start();
    expect(events.map((event) => process.listenerCount(event))).toEqual(before);
  });

  it('removes what a killed initdb left and creates the database whole', async () => {
    await useEmptyDirectory();
    await mkdir(join(dataDir, 'postgres.new-killed', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres.new-killed', 'PG_VERSION'), '18\n');
    await start();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new-'))).toEqual([]);
  });

  it('refuses files that are no database instead of overwriting them', async () => {
    await useEmptyDirectory();
    await mkdir(clusterDir);
    await writeFile(join(clusterDir, 'somebody-elses.txt'), 'kept');
    await expect(start()).rejects.toMatchObject({ code: 'PLATFORM.DATA_DIR_DAMAGED' });
    expect(await readFile(join(clusterDir, 'somebody-elses.txt'), 'utf8')).toBe('kept');
  });

  it('refuses the data of another major version and says which', async () => {
    await useEmptyDirectory();
    await mkdir(clusterDir);
    await writeFile(join(clusterDir, 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({
      code: 'PLATFORM.DATA_DIR_OTHER_VERSION',
      message: expect.stringMatching(/PostgreSQL 17.*carries 18/),
    });
  });

  it('makes a new password when the file was lost, without losing data', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    await rm(join(dataDir, 'postgres-password'));
    const second = await start();
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([[1]]);
  });

  it('says what to do when the password file is of another database', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres-password'), 'x'.repeat(43));
    await expect(start()).rejects.toMatchObject({
      code: 'PLATFORM.DATABASE_START_FAILED',
      message: expect.stringContaining('remove the file'),
    });
    await rm(join(dataDir, 'postgres-password'));
  });

  it('leaves alone a foreign process whose number stands in a stale postmaster.pid', async () => {
    await (await start()).stop();
    await writeFile(
      join(clusterDir, 'postmaster.pid'),
      `${process.pid}\n${clusterDir}\n1\n5432\n\n\n\nready\n`,
    );
    expect((await query((await start()).url, 'SELECT 1')).length).toBe(1);
  });

  it('takes another port when somebody else was quicker', async () => {
    const first = await start();
    const { password } = new URL(first.url);
    const user = await serviceUser();
    const { postgres } = await findPostgres(user);
    await first.stop();
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const taken = (squatter.address() as { port: number }).port;
    const offered = [taken, taken, 0];
    try {
      const launched = await launchServer({
        postgres,
        clusterDir,
        user,
        password,
        maxConnections: 20,
        logPath: join(dataDir, 'postgres.log'),
        choosePort: () => Promise.resolve(offered.shift() || first.port),
      });
      expect(launched.port).toBe(first.port);
      expect(offered).toEqual([]);
      await launched.server.stop();
    } finally {
      squatter.close();
    }
  });

  it('quotes the last lines of the log when the server does not start', async () => {
    await (await start()).stop();
    const configuration = join(clusterDir, 'postgresql.conf');
    const before = await readFile(configuration);
    await writeFile(configuration, 'no_such_setting = 1\n');
    await expect(start()).rejects.toMatchObject({
      code: 'PLATFORM.DATABASE_START_FAILED',
      message: expect.stringContaining('no_such_setting'),
    });
    await writeFile(configuration, before);
  });

  it('sets a log of more than 10 MB aside at the next start', async () => {
    const log = join(dataDir, 'postgres.log');
    await writeFile(log, '');
    await truncate(log, LOG_LIMIT_BYTES + 1);
    await start();
    expect((await stat(`${log}.1`)).size).toBe(LOG_LIMIT_BYTES + 1);
    expect((await stat(log)).size).toBeLessThan(10_000);
  });

  it('reports a server that ends by itself', async () => {
    const reported = new Promise<CodedError>((resolve) => {
      void start({ onUnexpectedEnd: resolve }).then((server) => process.kill(server.pid, 'SIGQUIT'));
    });
    expect(await reported).toMatchObject({ code: 'PLATFORM.DATABASE_STOPPED' });
    // The directory stays ours until stop(): the program still runs and may still be writing.
    await expect(start()).rejects.toMatchObject({ code: 'PLATFORM.DATA_DIR_IN_USE' });
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot('takes a directory back that was restored as root and is open to others', async () => {
    await (await start()).stop();
    const { uid } = await stat(clusterDir);
    await runProgram('chown', ['-R', '0:0', clusterDir]);
    await chmod(clusterDir, 0o755);
    await start();
    expect(await stat(clusterDir)).toMatchObject({ uid, mode: 0o40700 });
  });

  asRoot('names the directory that is shut to the service user', async () => {
    await useEmptyDirectory();
    const shut = join(dataDir, 'shut');
    await mkdir(shut, { mode: 0o700 });
    await expect(start({ dataDir: join(shut, 'data') })).rejects.toMatchObject({
      code: 'PLATFORM.DIRECTORY_CLOSED',
      title: expect.stringContaining(shut),
    });
  });
});

async function serviceUser(): Promise<{ name: string; uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await stat(clusterDir);
  return { name: 'owner', uid, gid };
}
