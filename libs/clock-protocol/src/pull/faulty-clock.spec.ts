import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  changed,
  commandOf,
  COUNT,
  read,
  startClock,
  startServer,
  startTampered,
  stopAll,
  TCP_DRIVERS,
} from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { encodePayload, frameTcp } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';

afterEach(stopAll);

describe.each(TCP_DRIVERS)('%s against a clock in trouble', (_name, driver) => {
  it('reads every record when everything is glued, split and delayed', async () => {
    let held = Buffer.alloc(0);
    const target = await startTampered((payload, client) => {
      held = Buffer.concat([held, frameTcp(payload)]);
      setTimeout(() => {
        const bytes = held;
        held = Buffer.alloc(0);
        for (let at = 0; at < bytes.length; at += 1_447) client.write(bytes.subarray(at, at + 1_447));
      }, 5);
    });
    expect((await read(driver, target)).decoded).toBe(COUNT);
  });

  it('errs when the connection is cut in the middle of the log', async () => {
    let chunks = 0;
    const target = await startTampered((payload, client) => {
      if (commandOf(payload) !== COMMAND.DATA || (chunks += 1) < 2) client.write(frameTcp(payload));
      else client.end(frameTcp(payload).subarray(0, 20_000));
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.CLOSED_MID_READ' });
  });

  it('errs when the clock falls silent in the middle of the log', async () => {
    let silent = false;
    const target = await startTampered((payload, client) => {
      if (!silent) client.write(frameTcp(payload));
      silent ||= commandOf(payload) === COMMAND.DATA;
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
  });

  it.each([0, 8, 3_000])('errs when a bit is flipped in the data at byte %d', async (at) => {
    const target = await startTampered((payload, client) => {
      if (commandOf(payload) === COMMAND.DATA) payload[8 + at]! ^= 1;
      client.write(frameTcp(payload));
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.CHECKSUM' });
  });

  it('errs when the size word of the log is wrong', async () => {
    let first = true;
    const target = await startTampered((payload, client) => {
      const tampering = first && commandOf(payload) === COMMAND.DATA;
      if (tampering) first = false;
      const wrong = (data: Buffer): Buffer => {
        data.writeUInt32LE(data.readUInt32LE(0) - 40, 0);
        return data;
      };
      client.write(frameTcp(tampering ? changed(payload, ({ data }) => ({ data: wrong(data) })) : payload));
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });

  it('errs when a small log states more than it has', async () => {
    const target = await startTampered((payload, client) => {
      const short = (data: Buffer): Buffer => data.subarray(0, data.length - 40);
      const tampered =
        commandOf(payload) === COMMAND.DATA
          ? changed(payload, ({ data }) => ({ data: short(data) }))
          : payload;
      client.write(frameTcp(tampered));
    }, 5);
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });

  it('errs when a chunk has a record too few', async () => {
    const target = await startTampered((payload, client) => {
      const short = (data: Buffer): Buffer => data.subarray(0, data.length - 40);
      const tampered =
        commandOf(payload) === COMMAND.DATA
          ? changed(payload, ({ data }) => ({ data: short(data) }))
          : payload;
      client.write(frameTcp(tampered));
    });
    await expect(read(driver, target)).rejects.toMatchObject({
      code: expect.stringMatching(/^CLOCK\.(SIZE_MISMATCH|TIMEOUT)$/),
    });
  });

  it('errs when a chunk has a record too many', async () => {
    const target = await startTampered((payload, client) => {
      const long = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc(40)]);
      const tampered =
        commandOf(payload) === COMMAND.DATA
          ? changed(payload, ({ data }) => ({ data: long(data) }))
          : payload;
      client.write(frameTcp(tampered));
    });
    await expect(read(driver, target)).rejects.toMatchObject({
      code: expect.stringMatching(/^CLOCK\.(SIZE_MISMATCH|TIMEOUT)$/),
    });
  });

  it('errs when the clock cannot prepare a log', async () => {
    const target = await startTampered((payload, client) => {
      const refusal = changed(payload, () => ({ command: COMMAND.ACK_ERROR, data: Buffer.alloc(0) }));
      client.write(frameTcp(commandOf(payload) === COMMAND.DATA ? refusal : payload));
    }, 5);
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.UNSUPPORTED' });
  });

  it('reads a bare acknowledgement as an empty log', async () => {
    const target = await startTampered((payload, client) => {
      const bare = changed(payload, () => ({ command: COMMAND.ACK_OK, data: Buffer.alloc(0) }));
      client.write(frameTcp(commandOf(payload) === COMMAND.DATA ? bare : payload));
    }, 0);
    expect(await read(driver, target)).toMatchObject({ decoded: 0, recordSize: null });
  });

  it('reads on when live events arrive in the middle, and acknowledges each', async () => {
    let acknowledged = 0;
    let events = 0;
    const port = await startClock();
    const target = await startServer((client) => {
      const clock = connect(port, '127.0.0.1');
      const requests = new PacketStream();
      const answers = new PacketStream();
      clock.on('error', () => client.destroy());
      client.on('close', () => clock.destroy());
      client.on('data', (bytes: Buffer) => {
        for (const payload of requests.push(bytes)) {
          if (commandOf(payload) === COMMAND.ACK_OK && payload.readUInt16LE(6) === 0) acknowledged += 1;
          else clock.write(frameTcp(payload));
        }
      });
      clock.on('data', (bytes: Buffer) => {
        for (const payload of answers.push(bytes)) {
          events += 1;
          const event = { command: COMMAND.EVENT, session: 1, replyId: 0, data: Buffer.alloc(32) };
          client.write(Buffer.concat([frameTcp(encodePayload(event)), frameTcp(payload)]));
        }
      });
    });
    expect((await read(driver, target)).decoded).toBe(COUNT);
    expect(acknowledged).toBeGreaterThan(10);
    expect(events - acknowledged).toBeLessThanOrEqual(1);
  });

  it('drops late answers to other requests', async () => {
    const target = await startTampered((payload, client) => {
      const late = changed(payload, ({ replyId }) => ({ replyId: (replyId + 40_000) & 0xffff }));
      client.write(Buffer.concat([frameTcp(late), frameTcp(payload)]));
    });
    expect((await read(driver, target)).decoded).toBe(COUNT);
  });

  it('goes by the reply id even when data comes with session 0', async () => {
    const target = await startTampered((payload, client) => {
      const tampered =
        commandOf(payload) === COMMAND.DATA ? changed(payload, () => ({ session: 0 })) : payload;
      client.write(frameTcp(tampered));
    });
    expect((await read(driver, target)).decoded).toBe(COUNT);
  });

  it('tolerates checksums off by one throughout, and counts them', async () => {
    const target = await startTampered((payload, client) => {
      payload.writeUInt16LE((payload.readUInt16LE(2) % 0xffff) + 1, 2);
      client.write(frameTcp(payload));
    });
    const report = await read(driver, target);
    expect(report.decoded).toBe(COUNT);
    expect(report.checksumsOffByOne).toBeGreaterThan(5);
  });

  it('takes a clock that states no counts as it is', async () => {
    const target = await startTampered((payload, client) => {
      const sizes = payload.length === 8 + 92 ? changed(payload, () => ({ data: Buffer.alloc(4) })) : payload;
      client.write(frameTcp(sizes));
    });
    expect(await read(driver, target)).toMatchObject({
      decoded: COUNT,
      statedBefore: null,
      statedAfter: null,
    });
  });
});
