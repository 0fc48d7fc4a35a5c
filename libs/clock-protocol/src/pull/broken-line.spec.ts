import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver, ClockPunch } from '../driver.js';
import {
  answerTo,
  commandOf,
  IMPATIENT,
  readPunches,
  SHORT_LIMITS,
  startEmulated,
  startMiddleman,
  stopAll,
} from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { frameTcp } from '../wire/packet.js';
import { ZkDriver } from './zk-driver.js';

afterEach(stopAll);

const TCP = new ZkDriver({ transport: 'tcp' });
const DRIVERS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', TCP],
  ['zk-udp', new ZkDriver({ transport: 'udp' })],
];
const LOG = plausiblePunches({ punches: 6_000, users: 20, seed: 8 });

describe.each(DRIVERS)('%s on a line that breaks in the middle of the log', (_name, driver) => {
  it.each(['stall:once', 'stall:once,16', 'stall:once,8a', 'stall:once,stray-bytes'])(
    'goes on over a fresh connection and hands each record over once (%s)',
    async (profile) => {
      const { target } = await startEmulated({ ...LOG, profile });
      const { report, punches, indexes } = await readPunches(driver, target);
      expect(punches).toEqual(LOG.punches);
      expect(indexes).toEqual(LOG.punches.map((_, at) => at));
      expect(report).toMatchObject({ mode: 'full', decoded: 6_000, logRecords: 6_000 });
    },
  );

  it('gives up with what broke it when every connection breaks', async () => {
    const { target } = await startEmulated({ ...LOG, profile: 'stall' });
    await expect(readPunches(driver, target, IMPATIENT)).rejects.toMatchObject({
      code: expect.stringMatching(/^CLOCK\.(TIMEOUT|CHECKSUM)$/),
    });
  });
});

/** Ends the connection instead of answering the chunk request with this number, counted over all connections. */
function cutting(at: number, meanwhile: () => void = () => undefined): Parameters<typeof startMiddleman>[0] {
  let chunks = 0;
  return {
    onRequest: (request, client) => {
      if (request.command !== COMMAND.READ_CHUNK || (chunks += 1) !== at) return true;
      meanwhile();
      client.destroy();
      return false;
    },
  };
}

describe('a read that goes on over a fresh connection', () => {
  it.each(['drop:once', 'drop:once,legacy'])('brings every record once (%s)', async (profile) => {
    const { target } = await startEmulated({ ...LOG, profile });
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });

  it.each([1, 2, 3, 4])('may have been cut at any chunk: %d', async (at) => {
    const target = await startMiddleman(cutting(at), LOG);
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });

  it('asks again when a chunk ends before it is complete', async () => {
    let chunks = 0;
    const target = await startMiddleman(
      {
        onRequest: (request, client) => {
          if (request.command !== COMMAND.READ_CHUNK || (chunks += 1) !== 2) return true;
          client.write(answerTo(request, COMMAND.DATA, Buffer.alloc(100)));
          client.write(answerTo(request, COMMAND.ACK_OK));
          return false;
        },
      },
      LOG,
    );
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });

  it('asks again when a bit was flipped on the way', async () => {
    let flipped = false;
    const target = await startMiddleman(
      {
        onAnswer: (payload, client) => {
          if (!flipped && commandOf(payload) === COMMAND.DATA) {
            flipped = true;
            payload[500]! ^= 0x20;
          }
          client.write(frameTcp(payload));
        },
      },
      LOG,
    );
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });

  it('makes do with a line that breaks after every few thousand bytes', async () => {
    const some = LOG.punches.slice(0, 3_000);
    const sent = new Map<Socket, number>();
    const target = await startMiddleman(
      {
        onAnswer: (payload, client) => {
          const bytes = (sent.get(client) ?? 0) + payload.length;
          sent.set(client, bytes);
          if (bytes > 30_000) client.destroy();
          else client.write(frameTcp(payload));
        },
      },
      { ...LOG, punches: some },
    );
    const { report, punches } = await readPunches(TCP, target);
    expect(punches).toEqual(some);
    expect(sent.size).toBeGreaterThan(3);
    expect(report.bytesRead).toBeGreaterThan(120_000);
  });

  it('includes what was punched in the meantime', async () => {
    const { clock, target } = await startEmulated({ ...LOG, punches: LOG.punches.slice(0, 5_000) });
    const between = await startMiddleman(
      cutting(3, () => clock.addPunches(LOG.punches.slice(5_000))),
      target,
    );
    const { report, punches } = await readPunches(TCP, between);
    expect(punches).toEqual(LOG.punches);
    expect(report).toMatchObject({ statedBefore: 5_000, decoded: 6_000, statedAfter: 6_000 });
  });

  it('is refused when the log is another one then', async () => {
    const { clock, target } = await startEmulated(LOG);
    const exchange = (): void => {
      clock.clearPunches();
      clock.addPunches([...LOG.punches].reverse());
    };
    const between = await startMiddleman(cutting(3, exchange), target);
    await expect(readPunches(TCP, between)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });

  it('waits for a taker who is still busy with the batch before', async () => {
    const target = await startMiddleman(cutting(3), LOG);
    let busy = 0;
    let most = 0;
    const taken: ClockPunch[] = [];
    await TCP.read(
      target,
      async (batch) => {
        most = Math.max(most, (busy += 1));
        await new Promise((resolve) => setTimeout(resolve, 150));
        taken.push(...batch);
        busy -= 1;
      },
      SHORT_LIMITS,
    );
    expect(most).toBe(1);
    expect(taken.map(({ index }) => index)).toEqual(LOG.punches.map((_, at) => at));
  });

  it('is not tried when the taker failed', async () => {
    let connections = 0;
    const target = await startMiddleman({ onConnection: () => (connections += 1) }, LOG);
    const taken = TCP.read(target, () => Promise.reject(new Error('the disk is full')), SHORT_LIMITS);
    await expect(taken).rejects.toThrow('the disk is full');
    expect(connections).toBe(1);
  });

  it('ends by the total time all the same', async () => {
    const { target } = await startEmulated({ ...LOG, profile: 'stall' });
    const startedAt = performance.now();
    const reading = TCP.read(target, () => undefined, { idleTimeoutMs: 300, totalTimeoutMs: 500 });
    await expect(reading).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it('ends at once when aborted between two connections', async () => {
    const abortion = new AbortController();
    const target = await startMiddleman(
      cutting(2, () => setTimeout(() => abortion.abort(), 20)),
      LOG,
    );
    const reading = TCP.read(target, () => undefined, { ...SHORT_LIMITS, signal: abortion.signal });
    await expect(reading).rejects.toMatchObject({ code: 'CLOCK.ABORTED' });
  });
});
