import { afterEach, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '../device/plausible-punches.js';
import {
  changed,
  commandOf,
  read,
  readPunches,
  startEmulated,
  startRelay,
  stopAll,
} from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { ZkDriver } from './zk-driver.js';

afterEach(stopAll);

describe('zk-udp', () => {
  const driver = new ZkDriver({ transport: 'udp' });

  it('asks again for a lost datagram', async () => {
    let answers = 0;
    const target = await startRelay((payload, toClient) => {
      answers += 1;
      if (answers % 7 !== 0) toClient(payload);
    });
    expect((await read(driver, target)).decoded).toBe(200);
  });

  it('is not misled by duplicates', async () => {
    const target = await startRelay((payload, toClient) => {
      toClient(payload);
      toClient(payload);
    });
    expect((await read(driver, target)).decoded).toBe(200);
  });

  it('asks again for a corrupt datagram, and gives up when all are', async () => {
    let answers = 0;
    const corrupt = (payload: Buffer): Buffer => {
      const flipped = Buffer.from(payload);
      flipped[payload.length - 1]! ^= 0x10;
      return flipped;
    };
    const sometimes = await startRelay((payload, toClient) => {
      answers += 1;
      toClient(answers % 5 === 0 ? corrupt(payload) : payload);
    });
    expect((await read(driver, sometimes)).decoded).toBe(200);
    const always = await startRelay((payload, toClient) => toClient(corrupt(payload)));
    await expect(read(driver, always)).rejects.toMatchObject({ code: 'CLOCK.CHECKSUM' });
  });

  it('says when rubbish answers', async () => {
    const target = await startRelay((_payload, toClient) => toClient(Buffer.from('no')));
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.BAD_FRAME' });
  });

  it('times out when nobody answers', async () => {
    const target = await startRelay(() => undefined);
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
  });

  it('errs when the size word of the log is wrong', async () => {
    // Every time it is sent: a busy machine may have it asked for again.
    const target = await startRelay((payload, toClient) =>
      toClient(
        changed(payload, ({ data }) => {
          const isSizeWord = data.length >= 4 && data.readUInt32LE(0) === 200 * 40;
          if (commandOf(payload) === COMMAND.DATA && isSizeWord) data.writeUInt32LE(40, 0);
          return { data };
        }),
      ),
    );
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });
});

describe('zk-udp and a clock with datagrams of its own mind', () => {
  const driver = new ZkDriver({ transport: 'udp' });
  const isChunk = (payload: Buffer): boolean => commandOf(payload) === COMMAND.DATA && payload.length > 1_000;

  it.each([
    ['after', [0, 1]],
    ['before', [1, 0]],
  ])('errs when more than was asked for comes %s it', async (_where, order) => {
    const target = await startRelay((payload, toClient) => {
      const more = isChunk(payload)
        ? [payload, changed(payload, ({ data }) => ({ data: Buffer.alloc(data.length, 0x31) }))]
        : [payload, payload];
      for (const at of order) toClient(more[at]!);
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });

  it('errs when the clock announces more than was asked for', async () => {
    const target = await startRelay((payload, toClient) => {
      const announcement = Buffer.alloc(8);
      announcement.writeUInt32LE(16_384);
      if (isChunk(payload)) {
        toClient(changed(payload, () => ({ command: COMMAND.PREPARE_DATA, data: announcement })));
      }
      toClient(payload);
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });

  it.each([
    ['in order', [0, 1]],
    ['out of order', [1, 0]],
  ])('asks for less when even that comes in two, %s', async (_how, order) => {
    const target = await startRelay((payload, toClient) => {
      const parts = [payload];
      if (payload.length > 8 + 1_016 && commandOf(payload) === COMMAND.DATA) {
        parts[0] = changed(payload, ({ data }) => ({ data: data.subarray(0, 1_016) }));
        parts[1] = changed(payload, ({ data }) => ({ data: data.subarray(1_016) }));
      }
      for (const at of order) if (parts[at] !== undefined) toClient(parts[at]);
    }, 300);
    const { report, punches } = await readPunches(driver, target);
    expect(report.decoded).toBe(300);
    expect(punches).toEqual(plausiblePunches({ punches: 300, users: 20, seed: 3 }).punches);
  });

  it.each(['udp-loss', 'udp-duplicate:50', 'udp-reorder:50', 'udp-loss:5,udp-duplicate:20,udp-reorder:20'])(
    'brings every record once and in order (%s)',
    async (profile) => {
      const log = plausiblePunches({ punches: 1_000, users: 20, seed: 5 });
      for (const seed of [1, 2, 3]) {
        const { target } = await startEmulated({ ...log, profile, seed });
        const limits = { idleTimeoutMs: 600, totalTimeoutMs: 30_000 };
        expect((await readPunches(driver, target, limits)).punches).toEqual(log.punches);
      }
    },
    60_000,
  );

  it.each(['udp-loss', 'udp-duplicate', 'udp-reorder'])(
    'is right or errs where a log comes unasked and cannot be asked for again in parts (%s)',
    async (mood) => {
      const log = plausiblePunches({ punches: 400, users: 20, seed: 5 });
      for (const seed of [1, 2, 3, 4]) {
        const { target } = await startEmulated({ ...log, profile: `legacy,16,${mood}`, seed });
        const outcome = await readPunches(driver, target, { idleTimeoutMs: 150, totalTimeoutMs: 4_000 }).then(
          ({ punches }) => punches,
          (error: unknown) => error,
        );
        if (Array.isArray(outcome)) expect(outcome).toEqual(log.punches);
        else expect(outcome).toMatchObject({ code: expect.stringMatching(/^CLOCK\./) });
      }
    },
    60_000,
  );
});
