import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { identifyProcess, isRunning, listPostgresOf, waitUntilGone } from './process-table.js';
import { startEmbeddedPostgres, type EmbeddedPostgresServer } from './start-embedded-postgres.js';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

// A program of its own, to be killed: node runs no TypeScript, so the sources are compiled beside it.
const PROGRAM = `
import { startEmbeddedPostgres } from './embedded-postgres/index.js';
const say = (event) => console.log(JSON.stringify(event));
process.on('SIGINT', () => say({ event: 'interrupted' }));
try {
  const server = await startEmbeddedPostgres({ dataDir: process.argv[2], log: () => undefined });
  say({ event: 'started', url: server.url, pid: server.pid });
  if (process.argv[3] !== 'end') setInterval(() => undefined, 1000);
} catch (failure) {
  say({ event: 'refused', code: failure.code });
}
`;

interface ProgramEvent {
  readonly event: 'started' | 'refused' | 'interrupted';
  readonly url: string;
  readonly pid: number;
  readonly code?: string;
}

interface RunningProgram {
  readonly child: ChildProcess;
  next(): Promise<ProgramEvent>;
}

let programDir: string;
let dataDir: string;
let clusterDir: string;
let programs: ChildProcess[];
let servers: EmbeddedPostgresServer[];

beforeAll(async () => {
  programDir = await mkdtemp(join(tmpdir(), 'cunqin-program-'));
  await chmod(programDir, 0o755);
  const sources = join(process.cwd(), 'libs/platform/src');
  for (const folder of ['embedded-postgres', 'errors']) {
    await mkdir(join(programDir, folder));
    for (const name of await readdir(join(sources, folder))) {
      if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
      const { code } = transformSync(await readFile(join(sources, folder, name), 'utf8'), {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      await writeFile(join(programDir, folder, name.replace(/\.ts$/, '.js')), code);
    }
  }
  await writeFile(join(programDir, 'package.json'), '{"type":"module"}');
  await writeFile(join(programDir, 'program.mjs'), PROGRAM);
  await symlink(join(process.cwd(), 'node_modules'), join(programDir, 'node_modules'));
});

afterAll(async () => {
  await rm(programDir, { recursive: true, force: true });
});

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-survival-'));
  clusterDir = join(dataDir, 'postgres');
  programs = [];
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await Promise.all(programs.map(kill9));
  // Holds in every case: once the program is gone, its server follows by itself.
  const left = await serverProcessesAfter(5000);
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
  expect(left).toEqual([]);
});

function run(options: { uid?: number; endAtOnce?: boolean } = {}): RunningProgram {
  const child = spawn(
    process.execPath,
    [join(programDir, 'program.mjs'), dataDir, ...(options.endAtOnce === true ? ['end'] : [])],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    },
  );
  programs.push(child);
  const events = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    next: async () => JSON.parse(String((await events.next()).value)) as ProgramEvent,
  };
}

async function start(): Promise<EmbeddedPostgresServer & { lines: string[] }> {
  const lines: string[] = [];
  const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
  servers.push(server);
  return { ...server, lines };
}

async function kill9(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Kills the process that would stop the server, as a crash of the whole session does. */
async function kill9Watchdog(): Promise<void> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes(`\0${clusterDir}/postmaster.pid\0`)) continue;
    const identity = await identifyProcess(Number(entry));
    if (identity === undefined) continue;
    process.kill(identity.pid, 'SIGKILL');
    await waitUntilGone(identity, 2000);
    return;
  }
  throw new Error('no watchdog found');
}

async function serverProcessesAfter(patienceMs: number) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await listPostgresOf(clusterDir);
    if (found.length === 0 || performance.now() > deadline) return found;
    await sleep(50);
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const WRITE = "CREATE TABLE punch AS SELECT '08:41' AS at";
const READ = 'SELECT at FROM punch';
const WRITTEN = [{ at: '08:41' }];

describe('the embedded PostgreSQL and the death of its program', () => {
  it('is gone within seconds of a kill -9 of the program, and the data is there at the next start', async () => {
    const program = run();
    const { url } = await program.next();
    await query(url, WRITE);
    await kill9(program.child);
    expect(await serverProcessesAfter(5000)).toEqual([]);
    expect(await query((await start()).url, READ)).toEqual(WRITTEN);
  });

  it('is gone when the program ends without stopping it', async () => {
    const program = run({ endAtOnce: true });
    expect(await program.next()).toMatchObject({ event: 'started' });
    await once(program.child, 'exit');
    expect(await serverProcessesAfter(5000)).toEqual([]);
  });

  it('is found and stopped by the next start when nothing stopped it', async () => {
    const program = run();
    const { url, pid } = await program.next();
    await query(url, WRITE);
    await kill9Watchdog();
    await kill9(program.child);
    await sleep(300);
    const orphan = await identifyProcess(pid);
    expect(orphan).toBeDefined();

    const second = await start();
    expect(orphan !== undefined && (await isRunning(orphan))).toBe(false);
    expect(second.lines.join()).toContain(String(pid));
    expect(await query(second.url, READ)).toEqual(WRITTEN);
  });

  it('starts although a backend of a killed server is still busy', async () => {
    const program = run();
    const { url, pid } = await program.next();
    await query(url, WRITE);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const cut = client
      .query('DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$')
      .catch((failure: unknown) => failure);
    await sleep(200);
    await kill9Watchdog();
    process.kill(pid, 'SIGKILL');
    await kill9(program.child);
    await sleep(300);
    expect((await listPostgresOf(clusterDir)).length).toBeGreaterThan(0);

    expect(await query((await start()).url, READ)).toEqual(WRITTEN);
    expect(await cut).toBeInstanceOf(Error);
  });

  it('does not see the Ctrl-C of the terminal, so that the program can close first', async () => {
    const program = run();
    const { url } = await program.next();
    process.kill(-(program.child.pid ?? 0), 'SIGINT');
    expect(await program.next()).toEqual({ event: 'interrupted' });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a second program on the same directory and does not disturb the first', async () => {
    const { url, pid } = await run().next();
    expect(await run().next()).toEqual({ event: 'refused', code: 'PLATFORM.DATA_DIR_IN_USE' });
    await expect(start()).rejects.toMatchObject({ code: 'PLATFORM.DATA_DIR_IN_USE' });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await identifyProcess(pid)).toBeDefined();
  });

  it('starts after a kill -9 in the middle of creating the database', async () => {
    const program = run();
    while (!(await readdir(dataDir)).some((name) => name.startsWith('postgres.new-'))) await sleep(5);
    await sleep(100);
    await kill9(program.child);
    expect(await readdir(dataDir)).not.toContain('postgres');
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('runs for an ordinary user, under that same user', async () => {
    if (isRoot) await chown(dataDir, NOBODY, NOBODY);
    const { event, url } = await run(isRoot ? { uid: NOBODY } : {}).next();
    expect(event).toBe('started');
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await stat(clusterDir)).uid).toBe(isRoot ? NOBODY : process.getuid?.());
  });

  (isRoot ? it : it.skip)('tells an ordinary user that the directory is of another user', async () => {
    await (await start()).stop();
    await chmod(dataDir, 0o755);
    expect(await run({ uid: NOBODY }).next()).toEqual({
      event: 'refused',
      code: 'PLATFORM.DATA_DIR_NOT_WRITABLE',
    });
  });
});
