import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  EmulatedClock,
  parsePunchCsv,
  plausiblePunches,
  type EmulatedClockOptions,
} from '@cunqin/clock-protocol';
import type { CliIo } from './cli-io.js';
import { runRead, type ReadArguments } from './read.command.js';

let directory: string;
const clocks: EmulatedClock[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cunqin-read-'));
});

afterEach(async () => {
  await Promise.all(clocks.splice(0).map((clock) => clock.close()));
  await rm(directory, { recursive: true });
});

async function startClock(options: EmulatedClockOptions): Promise<{ clock: EmulatedClock; port: number }> {
  const clock = new EmulatedClock({ packetGapMs: 0, ...options });
  clocks.push(clock);
  return { clock, port: (await clock.listen({ host: '127.0.0.1', port: 0 })).port };
}

async function read(
  port: number,
  args: Partial<ReadArguments> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io: CliIo = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    signal,
    setExitStatus: () => undefined,
  };
  const target = { host: '127.0.0.1', port };
  const status = await runRead({ target, driver: 'zk-tcp', timeoutSeconds: 10, ...args }, io);
  return { status, out, err };
}

describe('cunqin read', () => {
  it.each(['zk-tcp', 'zk-udp', 'node-zklib'] as const)(
    'writes every punch to the file, by %s',
    async (driver) => {
      const { users, punches } = plausiblePunches({ punches: 3_000, users: 20, seed: 1 });
      const { port } = await startClock({ users, punches });
      const file = join(directory, 'log.csv');
      expect((await read(port, { driver, out: file })).status).toBe(0);
      const rows = parsePunchCsv(await readFile(file, 'utf8'));
      expect(rows).toEqual(punches.map((punch, index) => ({ index, ...punch })));
      expect(await readdir(directory)).toEqual(['log.csv']);
    },
  );

  it('writes to standard output without a file', async () => {
    const punch = {
      number: '17',
      clockTime: '2026-10-20T08:41:00',
      verifyMode: 1,
      punchState: 0,
      workCode: 0,
    };
    const { port } = await startClock({ punches: [punch] });
    const { status, out, err } = await read(port);
    expect(status).toBe(0);
    expect(out).toBe('index,number,time,verifyMode,punchState,workCode\n0,17,2026-10-20T08:41:00,1,0,0\n');
    expect(err).toContain('已读出 1 条打卡记录');
  });

  it('writes the columns alone for an empty log', async () => {
    const { port } = await startClock({});
    expect(await read(port)).toMatchObject({
      status: 0,
      out: 'index,number,time,verifyMode,punchState,workCode\n',
    });
  });

  it('leaves an older file alone when the read does not complete', async () => {
    const { users, punches } = plausiblePunches({ punches: 8_000, users: 20, seed: 1 });
    let chunks = 0;
    const { clock, port } = await startClock({
      users,
      punches,
      onCommand: (command) => {
        if (command === 1504 && (chunks += 1) === 3) clock.setNetwork('down');
      },
    });
    const file = join(directory, 'log.csv');
    await writeFile(file, 'older');
    const { status, out, err } = await read(port, { out: file });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('CLOCK.CLOSED_MID_READ');
    expect(await readFile(file, 'utf8')).toBe('older');
    expect(await readdir(directory)).toEqual(['log.csv']);
  });

  it('prints nothing when the read does not complete', async () => {
    const { port } = await startClock({ commKey: 7 });
    expect(await read(port)).toMatchObject({ status: 1, out: '' });
  });

  it('is not content with fewer punches than the clock states', async () => {
    const { users, punches } = plausiblePunches({ punches: 100, users: 20, seed: 1 });
    const { clock, port } = await startClock({
      users,
      punches,
      // Between the count and the read somebody clears the log.
      onCommand: (command) => {
        if (command === 1503) {
          clock.clearPunches();
          clock.addPunches(punches.slice(0, 60));
        }
      },
    });
    const { status, out, err } = await read(port);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('设备声明有 100 条打卡记录，只给出 60 条');
  });

  it('gives up after the time it is given', async () => {
    const server = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const startedAt = performance.now();
    const { status, err } = await read(port, { timeoutSeconds: 0.3 });
    expect(status).toBe(1);
    expect(err).toContain('CLOCK.TIMEOUT');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends when it is told to, without a file', async () => {
    const { users, punches } = plausiblePunches({ punches: 8_000, users: 20, seed: 1 });
    const ending = new AbortController();
    const { port } = await startClock({
      users,
      punches,
      onCommand: (command) => {
        if (command === 1504) ending.abort();
      },
    });
    expect((await read(port, { out: join(directory, 'log.csv') }, ending.signal)).status).toBe(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('says when the file cannot be written', async () => {
    const { port } = await startClock({});
    const { status, err } = await read(port, { out: join(directory, 'no-such-folder', 'log.csv') });
    expect(status).toBe(1);
    expect(err).toContain('无法写入文件');
  });
});
