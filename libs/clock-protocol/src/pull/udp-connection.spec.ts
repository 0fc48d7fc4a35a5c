import { afterEach, describe, expect, it } from '@jest/globals';
import { changed, commandOf, read, startRelay, stopAll } from '../testing/tampered-clock.js';
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
    let first = true;
    const target = await startRelay((payload, toClient) => {
      const tampering = first && commandOf(payload) === COMMAND.DATA;
      if (tampering) first = false;
      const wrong = (data: Buffer): Buffer => {
        data.writeUInt32LE(40, 0);
        return data;
      };
      toClient(tampering ? changed(payload, ({ data }) => ({ data: wrong(data) })) : payload);
    });
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });
});
