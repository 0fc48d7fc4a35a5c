import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { descendantsOf, isAlive, Program } from '../support/program.js';
import { until } from '../support/until.js';

const ADMIN = /^first administrator: admin {2}password: (\S+) /gm;
const NEW_PASSWORD = 'chosen by the admin';
const SIGNAL_TO_END_MS = 10_000;

let dataDir: string;
const running: Program[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-standalone-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.kill();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

function start(env: Readonly<Record<string, string>> = {}): Program {
  const program = Program.start({ DATA_DIR: dataDir, CLOCK_NETWORKS: '127.0.0.0/8', ...env });
  running.push(program);
  return program;
}

async function call(base: string, path: string, body?: object, token?: string): Promise<Response> {
  return fetch(`${base}/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function signIn(
  base: string,
  password: string,
): Promise<{ accessToken: string; mustChangePassword?: true }> {
  const answer = await call(base, 'auth/login', { username: 'admin', password });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { accessToken: string };
}

/** SIGINT, and what must hold of every end that was asked for. */
async function interrupt(program: Program): Promise<void> {
  const children = descendantsOf(program.pid);
  expect(children.length).toBeGreaterThan(1);
  program.signal('SIGINT');
  const ending = await program.end();
  expect(ending).toMatchObject({ status: 0, signal: null });
  expect(ending.stderr).toBe('');
  expect(ending.durationMs).toBeLessThan(SIGNAL_TO_END_MS);
  expect(children.filter(isAlive)).toEqual([]);
}

describe('npm start on its own database', () => {
  it('is ready, shows the first password once, and ends with everything it started on SIGINT', async () => {
    const first = start();
    const base = await first.ready();
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect((await call(base, 'health/ready')).status).toBe(200);
    const passwords = [...first.stdout.matchAll(ADMIN)].map(([, password]) => password ?? '');
    expect(passwords).toHaveLength(1);
    const made = await signIn(base, passwords[0] ?? '');
    expect(made.mustChangePassword).toBe(true);
    const change = { oldPassword: passwords[0], newPassword: NEW_PASSWORD };
    expect((await call(base, 'auth/password', change, made.accessToken)).status).toBe(200);
    await interrupt(first);
  }, 60_000);

  it('started again shows no password, and ends in time even while a clock keeps it waiting', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const program = start();
      const base = await program.ready();
      expect(program.stdout).not.toMatch(ADMIN);
      const { accessToken } = await signIn(base, NEW_PASSWORD);
      const village = { code: 'V01', name: '蒋寨村', kind: 'village' };
      expect((await call(base, 'villages', village, accessToken)).status).toBe(201);
      const { port } = silent.address() as AddressInfo;
      const row = { name: '卡机', villageCode: 'V01', driver: 'zk-tcp', host: '127.0.0.1', port };
      const clock = (await (await call(base, 'clocks', row, accessToken)).json()) as { id: number };
      expect((await call(base, `clocks/${clock.id}/poll`, {}, accessToken)).status).toBe(202);
      await until(
        'the clock to be asked',
        () => sockets.size,
        (count) => count > 0,
      );
      await interrupt(program);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  }, 60_000);

  it('starts again after kill -9 and has kept its data; nobody else may start on them meanwhile', async () => {
    const killed = start();
    const base = await killed.ready();
    const { accessToken } = await signIn(base, NEW_PASSWORD);
    const village = { code: 'V02', name: '白竹村', kind: 'village' };
    expect((await call(base, 'villages', village, accessToken)).status).toBe(201);

    const intruder = await start().end();
    expect(intruder).toMatchObject({ status: 1, stdout: '' });
    expect(intruder.stderr).toMatch(/^PLATFORM\.DATA_DIR_IN_USE: .*\n$/);
    expect((await call(base, 'health/ready')).status).toBe(200);

    const orphans = descendantsOf(killed.pid);
    killed.signal('SIGKILL');
    expect(await killed.end()).toMatchObject({ signal: 'SIGKILL' });

    const again = start();
    const newBase = await again.ready();
    expect(orphans.filter(isAlive)).toEqual([]);
    const token = (await signIn(newBase, NEW_PASSWORD)).accessToken;
    const { items } = (await (await call(newBase, 'villages', undefined, token)).json()) as {
      items: object[];
    };
    expect(items).toContainEqual(expect.objectContaining(village));
    await interrupt(again);
  }, 60_000);
});
