import { afterEach, describe, expect, it } from '@jest/globals';
import { EmulatedClock, type EmulatedClockOptions } from '@cunqin/clock-protocol';
import { Temporal } from 'temporal-polyfill';
import type { CliIo } from './cli-io.js';
import { runProbe, type ProbeArguments } from './probe.command.js';

const clocks: EmulatedClock[] = [];

afterEach(async () => {
  await Promise.all(clocks.splice(0).map((clock) => clock.close()));
});

async function startClock(options: EmulatedClockOptions): Promise<number> {
  const clock = new EmulatedClock(options);
  clocks.push(clock);
  return (await clock.listen({ host: '127.0.0.1', port: 0 })).port;
}

async function probe(args: Partial<ProbeArguments> & { port: number; commKey?: number }) {
  const { port, commKey = 0, ...rest } = args;
  let out = '';
  let err = '';
  const io: CliIo = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    signal: new AbortController().signal,
    setExitStatus: () => undefined,
  };
  const target = { host: '127.0.0.1', port, commKey };
  const status = await runProbe(
    { target, driver: 'zk-tcp', timeZone: 'Asia/Shanghai', json: false, ...rest },
    io,
  );
  return { status, out, err };
}

function shanghaiTimeIn(seconds: number): string {
  return Temporal.Now.plainDateTimeISO('Asia/Shanghai').add({ seconds }).toString({ smallestUnit: 'second' });
}

describe('cunqin probe', () => {
  it.each(['zk-tcp', 'zk-udp', 'node-zklib'] as const)(
    'states as JSON what the clock is, by %s',
    async (driver) => {
      const port = await startClock({
        serialNumber: 'A6F5200060',
        users: [{ internalId: 1, number: '17', name: '张三' }],
        punches: [
          { number: '17', clockTime: '2026-10-20T08:41:00', verifyMode: 1, punchState: 0, workCode: 0 },
        ],
        now: () => shanghaiTimeIn(-90),
      });
      const { status, out } = await probe({ port, driver, json: true });
      expect(status).toBe(0);
      const answer: unknown = JSON.parse(out);
      expect(answer).toEqual({
        reachable: true,
        serialNumber: 'A6F5200060',
        firmware: 'Ver 6.60 Apr 28 2017',
        platform: 'ZLM60_TFT',
        clockTime: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/),
        offsetSeconds: expect.any(Number),
        punchCount: 1,
        punchCapacity: 100_000,
        userCount: 1,
      });
      expect(Math.abs((answer as { offsetSeconds: number }).offsetSeconds + 90)).toBeLessThanOrEqual(1);
    },
  );

  it('says it in Chinese without --json', async () => {
    const port = await startClock({ serialNumber: 'A6F5200060', now: () => shanghaiTimeIn(600) });
    const { status, out } = await probe({ port });
    expect(status).toBe(0);
    expect(out).toContain('序列号：A6F5200060');
    expect(out).toMatch(/设备时间：\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}（比本机快 (599|600|601) 秒）/);
    expect(out).toContain('打卡记录：0 条，容量 100000 条');
  });

  it('measures the offset in the time zone it is given', async () => {
    const port = await startClock({ now: () => shanghaiTimeIn(0) });
    const { out } = await probe({ port, timeZone: 'UTC', json: true });
    const { offsetSeconds } = JSON.parse(out) as { offsetSeconds: number };
    expect(Math.abs(offsetSeconds - 8 * 3600)).toBeLessThanOrEqual(1);
  });

  it('fails with the reason when the comm key is wrong', async () => {
    const port = await startClock({ commKey: 1234 });
    const { status, out, err } = await probe({ port, commKey: 1, json: true });
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      reachable: false,
      serialNumber: null,
      code: 'CLOCK.AUTH_REFUSED',
    });
    expect(err).toContain('通讯密码不正确');
  });

  it('fails with the reason when nothing listens', async () => {
    const port = await startClock({});
    await clocks[0]!.close();
    const { status, out, err } = await probe({ port });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('CLOCK.REFUSED');
  });
});
