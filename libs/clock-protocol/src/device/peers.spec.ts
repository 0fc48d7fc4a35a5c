import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EmulatedClock, type EmulatedClockOptions } from './emulated-clock.js';
import { plausiblePunches } from './plausible-punches.js';

/**
 * npm's clients run in a process of their own: they leave timers behind, write to standard output and to files in the
 * working directory.
 */
const require = createRequire(import.meta.url);
const NODE_ZKLIB = require.resolve('node-zklib');
const ZKTECO_JS = require.resolve('zkteco-js');
const MARK = 'RESULT:';
const NOW = '2026-10-20T08:41:00';

/** `local` gives the fields of a Date without a zone, `finish` prints the result and ends the process. */
const PRELUDE = `
const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
const finish = (result) => process.stdout.write('\\n${MARK}' + JSON.stringify(result) + '\\n', () => process.exit(0));
const fail = (error) => { console.error(error); process.exit(1); };
`;

let directory: string;
const clocks: EmulatedClock[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clock-peers-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

afterEach(async () => {
  await Promise.all(clocks.splice(0).map((clock) => clock.close()));
});

async function startClock(
  options: EmulatedClockOptions,
  media: { tcp?: boolean; udp?: boolean } = {},
): Promise<number> {
  // Longer than the default: on a busy machine a client may not be given the processor for 10 ms.
  const clock = new EmulatedClock({ now: () => NOW, serialNumber: 'PEER01', packetGapMs: 30, ...options });
  clocks.push(clock);
  return (await clock.listen({ host: '127.0.0.1', port: 0, ...media })).port;
}

async function runPeer(script: string): Promise<unknown> {
  const child = spawn(process.execPath, ['-e', PRELUDE + script], {
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  const line = output.split('\n').find((candidate) => candidate.startsWith(MARK));
  if (line === undefined) throw new Error(`the peer gave no result: ${output}`);
  return JSON.parse(line.slice(MARK.length));
}

describe('node-zklib 1.3.0', () => {
  it('reads users, time, info and 2,000 punches from the emulated clock over TCP', async () => {
    const { users, punches } = plausiblePunches({ punches: 2_000, users: 47, seed: 5 });
    const port = await startClock({ users, punches });
    const result = await runPeer(`
      const ZKLib = require(${JSON.stringify(NODE_ZKLIB)});
      const zk = new ZKLib('127.0.0.1', ${port}, 5000, 0);
      (async () => {
        await zk.createSocket();
        const info = await zk.getInfo();
        const time = (await zk.executeCmd(201, '')).readUInt32LE(8);
        const users = (await zk.getUsers()).data.map((user) => user.userId);
        const logs = await zk.getAttendances();
        const after = await zk.getInfo();
        await zk.disconnect();
        finish({ info, time, users, error: logs.err, after: after.logCounts,
          logs: logs.data.map((log) => [log.deviceUserId, local(log.recordTime)]) });
      })().catch(fail);`);
    expect(result).toEqual({
      info: { userCounts: 47, logCounts: 2_000, logCapacity: 100_000 },
      time: expect.any(Number),
      users: users.map(({ number }) => number),
      error: null,
      after: 2_000,
      logs: punches.map(({ number, clockTime }) => [number, clockTime]),
    });
  });

  it('reads users, time, info and 2,000 punches from an emulated old clock over UDP', async () => {
    const { users, punches } = plausiblePunches({ punches: 2_000, users: 47, seed: 5 });
    const old = { layout: '16' } as const;
    const port = await startClock({ users, punches, ...old }, { tcp: false });
    const result = await runPeer(`
      const ZKLib = require(${JSON.stringify(NODE_ZKLIB)});
      const zk = new ZKLib('127.0.0.1', ${port}, 5000, 0);
      (async () => {
        await zk.createSocket();
        const info = await zk.getInfo();
        const users = (await zk.getUsers()).data.map((user) => String(user.userId));
        const logs = await zk.getAttendances();
        const time = (await zk.executeCmd(201, '')).readUInt32LE(8);
        await zk.disconnect();
        finish({ medium: zk.connectionType, info, time, users, error: logs.err,
          logs: logs.data.map((log) => [String(log.deviceUserId), local(log.recordTime)]) });
      })().catch(fail);`);
    expect(result).toEqual({
      medium: 'udp',
      info: { userCounts: 47, logCounts: 2_000, logCapacity: 100_000 },
      time: expect.any(Number),
      users: users.map(({ number }) => number),
      error: null,
      logs: punches.map(({ number, clockTime }) => [number, clockTime]),
    });
  });
});

describe('zkteco-js 1.7.2', () => {
  it('reads users, time, info and 2,000 punches from the emulated clock over TCP', async () => {
    const { users, punches } = plausiblePunches({ punches: 2_000, users: 47, seed: 6 });
    const port = await startClock({ users, punches });
    const result = await runPeer(`
      const ZktecoJs = require(${JSON.stringify(ZKTECO_JS)});
      const zk = new ZktecoJs('127.0.0.1', ${port}, 5000, 0);
      (async () => {
        await zk.createSocket();
        const serial = await zk.getSerialNumber();
        const info = await zk.getInfo();
        const time = local(await zk.getTime());
        const users = (await zk.getUsers()).data.map((user) => user.userId);
        const logs = (await zk.getAttendances()).data;
        await zk.disconnect();
        finish({ serial, info, time, users,
          logs: logs.map((log) => [log.user_id, local(new Date(log.record_time)), log.type, log.state]) });
      })().catch(fail);`);
    expect(result).toEqual({
      serial: 'PEER01',
      info: { userCounts: 47, logCounts: 2_000, logCapacity: 100_000 },
      time: NOW,
      users: users.map(({ number }) => number),
      logs: punches.map(({ number, clockTime, verifyMode, punchState }) => [
        number,
        clockTime,
        verifyMode,
        punchState,
      ]),
    });
  });

  // Over UDP the package hands out nothing of a log in chunks; what fits one datagram is all it can read.
  it('reads users, time, info and 100 punches from an emulated old clock over UDP', async () => {
    const { users, punches } = plausiblePunches({ punches: 100, users: 30, seed: 6 });
    const old = { layout: '8b' } as const;
    const port = await startClock({ users, punches, ...old }, { tcp: false });
    const result = await runPeer(`
      const ZktecoJs = require(${JSON.stringify(ZKTECO_JS)});
      const zk = new ZktecoJs('127.0.0.1', ${port}, 5000, 0);
      (async () => {
        await zk.zudp.createSocket();
        await zk.zudp.connect();
        const info = await zk.zudp.getInfo();
        const time = local(await zk.zudp.getTime());
        const users = (await zk.zudp.getUsers()).data.map((user) => String(user.userId));
        const logs = await zk.zudp.getAttendances();
        await zk.zudp.disconnect();
        finish({ info, time, users, logs: logs.data.map((log) => [String(log.user_id), local(log.record_time)]) });
      })().catch(fail);`);
    expect(result).toEqual({
      info: { userCounts: 30, logCounts: 100, logCapacity: 100_000 },
      time: NOW,
      users: users.map(({ number }) => number),
      logs: punches.map(({ number, clockTime }) => [number, clockTime]),
    });
  });
});
