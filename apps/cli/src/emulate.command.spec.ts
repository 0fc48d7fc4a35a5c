import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PUNCH_CSV_HEADER, ZkDriver, type ClockPunch, type ReadReport } from '@cunqin/clock-protocol';
import type { CliIo } from './cli-io.js';
import { runEmulate, type EmulateArguments } from './emulate.command.js';

const DEFAULTS = { host: '127.0.0.1', seed: 1, commKey: 0, timeOffset: 0 };

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cunqin-emulate-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

interface Outcome {
  status: number;
  out: string;
  err: string;
}

/** Runs the command until `visit` is done with the clock it announced. */
async function emulate(
  args: Partial<EmulateArguments>,
  visit: (port: number) => Promise<unknown> = async () => undefined,
): Promise<Outcome> {
  const ending = new AbortController();
  let err = '';
  let announce: (line: string) => void = () => undefined;
  const announced = new Promise<string>((resolve) => (announce = resolve));
  const io: CliIo = {
    out: (text) => announce(text),
    err: (text) => (err += text),
    signal: ending.signal,
    setExitStatus: () => undefined,
  };
  const running = runEmulate({ ...DEFAULTS, ...(args.push === undefined && { port: 0 }), ...args }, io);
  const out = await Promise.race([announced, running.then(() => '')]);
  const port = /:(\d+) /.exec(out)?.[1];
  try {
    if (port !== undefined) await visit(Number(port));
  } finally {
    ending.abort();
  }
  return { status: await running, out, err };
}

async function readLog(port: number, commKey = 0): Promise<{ report: ReadReport; punches: ClockPunch[] }> {
  const punches: ClockPunch[] = [];
  const target = { host: '127.0.0.1', port, commKey };
  const report = await new ZkDriver({ transport: 'tcp' }).read(
    target,
    (batch) => void punches.push(...batch),
  );
  return { report, punches };
}

async function logFile(name: string, content: string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

describe('cunqin emulate', () => {
  it('announces itself in one line and ends well on the signal', async () => {
    const { status, out, err } = await emulate({ punches: 10, serial: 'VILLAGE03' });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^emulating clock VILLAGE03 on 127\.0\.0\.1:\d+ with 10 punches \(tcp, udp\)\n$/);
  });

  it('gives the same log for the same seed and another for another', async () => {
    const logs: unknown[] = [];
    for (const seed of [1, 1, 2]) {
      await emulate({ punches: 200, seed }, async (port) => logs.push((await readLog(port)).punches));
    }
    expect(logs[0]).toEqual(logs[1]);
    expect(logs[0]).not.toEqual(logs[2]);
  });

  it('enrols as many people as it is told, behind a comm key, at its own time', async () => {
    await emulate({ punches: 5, users: 12, commKey: 99, timeOffset: 3600 }, async (port) => {
      const { report } = await readLog(port, 99);
      expect(report.probe).toMatchObject({ userCount: 12, punchCount: 5 });
      const { clockTime, askedAt } = report.probe.time;
      const shanghaiNow = askedAt.toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime();
      const ahead = shanghaiNow.until(clockTime).total('seconds');
      expect(Math.abs(ahead - 3600)).toBeLessThan(2);
    });
  });

  it('serves the punches of a file and enrols everybody in it', async () => {
    const log = await logFile(
      'log.csv',
      `${PUNCH_CSV_HEADER}0,17,2026-10-20T08:41:00,1,0,0\n1,"A,1",2026-02-31T08:00:00,15,255,7\n`,
    );
    await emulate({ log }, async (port) => {
      const { report, punches } = await readLog(port);
      expect(report.probe.userCount).toBe(2);
      expect(punches.map(({ raw: _raw, ...punch }) => punch)).toEqual([
        {
          index: 0,
          number: '17',
          clockTime: '2026-10-20T08:41:00',
          verifyMode: 1,
          punchState: 0,
          workCode: 0,
        },
        {
          index: 1,
          number: 'A,1',
          clockTime: '2026-02-31T08:00:00',
          verifyMode: 15,
          punchState: 255,
          workCode: 7,
        },
      ]);
    });
  });

  it('is as old and as moody as it is told', async () => {
    await emulate({ punches: 300, profile: '49,glued,wrong-count:zero' }, async (port) => {
      const { report, punches } = await readLog(port);
      expect(report).toMatchObject({ recordSize: 49, statedBefore: 0, decoded: 300 });
      expect(punches).toHaveLength(300);
    });
  });

  it.each([
    ['neither punches nor a log', {}],
    ['a port and a server', { punches: 1, port: 0, push: 'http://127.0.0.1:9' }],
    ['both punches and a log', { punches: 1, log: 'x.csv' }],
    ['a log that is not there', { log: '/no/such/file.csv' }],
    ['a mood it does not know', { punches: 1, profile: 'sour' }],
    ['numbers its family cannot hold', { punches: 1, profile: '16,long-numbers' }],
  ])('is wrong usage with %s', async (_what, args) => {
    const { status, out, err } = await emulate(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).not.toBe('');
  });

  it('names the line of a log that cannot be read', async () => {
    const log = await logFile('bad.csv', `${PUNCH_CSV_HEADER}0,17,20.10.2026,1,0,0\n`);
    const { status, err } = await emulate({ log });
    expect(status).toBe(2);
    expect(err).toContain('line 2');
  });

  it('pushes its punches to a server until the signal', async () => {
    let heard: (url: string) => void = () => undefined;
    const asked = new Promise<string>((resolve) => (heard = resolve));
    const server = createServer((request, response) => {
      heard(request.url ?? '');
      response.end('OK');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ending = new AbortController();
    let out = '';
    const io: CliIo = {
      out: (text) => (out += text),
      err: () => undefined,
      signal: ending.signal,
      setExitStatus: () => undefined,
    };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const running = runEmulate({ ...DEFAULTS, push: url, punches: 3, serial: 'PUSH7' }, io);
    expect(await asked).toContain('/iclock/cdata?SN=PUSH7&options=all');
    ending.abort();
    expect(await running).toBe(0);
    expect(out).toBe(`emulating push clock PUSH7 to ${url} with 3 punches\n`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('fails when the port is taken', async () => {
    await emulate({ punches: 1 }, async (port) => {
      const { status, err } = await emulate({ punches: 1, port });
      expect(status).toBe(1);
      expect(err).toContain(`127.0.0.1:${port}`);
    });
  });
});
