import { afterEach, describe, expect, it } from '@jest/globals';
import {
  commandOf,
  read,
  startClock,
  startServer,
  startTampered,
  stopAll,
  TCP_DRIVERS,
} from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { encodePayload, frameTcp } from '../wire/packet.js';

afterEach(stopAll);

describe.each(TCP_DRIVERS)('%s against what is not a clock', (_name, driver) => {
  it.each([
    ['speaks HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['sends zeros', Buffer.alloc(5_000)],
    ['states a packet of 4 GiB', Buffer.from('5050827dffffffff', 'hex')],
    ['states a packet of no bytes', Buffer.from('5050827d00000000', 'hex')],
  ])('says so when it %s', async (_what, rubbish) => {
    const target = await startServer((socket) => socket.write(rubbish));
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.BAD_FRAME' });
  });

  it('calls a packet with a wrong checksum corrupt', async () => {
    const target = await startServer((socket) => socket.write(frameTcp(Buffer.alloc(8, 7))));
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.CHECKSUM' });
  });

  it('times out when it accepts and says nothing', async () => {
    const target = await startServer(() => undefined);
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
  });

  it('is refused when it closes at once', async () => {
    const target = await startServer((socket) => socket.end());
    await expect(read(driver, target)).rejects.toMatchObject({ code: 'CLOCK.REFUSED' });
  });

  it('ends by the total time when it trickles without end', async () => {
    const target = await startServer((socket) => {
      const answer = frameTcp(
        encodePayload({ command: 2000, session: 1, replyId: 40_000, data: Buffer.alloc(0) }),
      );
      const timer = setInterval(() => socket.write(answer), 50);
      socket.on('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    const probe = driver.probe(target, { idleTimeoutMs: 300, totalTimeoutMs: 700 });
    await expect(probe).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

/** Timers and sockets that keep this process alive. */
function heldResources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /Timeout|TCPSocket|UDP|TCPConnect/.test(name));
}

describe.each(TCP_DRIVERS)('%s, when the conversation is over,', (_name, driver) => {
  it.each([
    ['a good read', async () => ({ host: '127.0.0.1', port: await startClock() })],
    ['a time-out', () => startServer(() => undefined)],
    [
      'a cut in the middle of the log',
      () =>
        startTampered((payload, client) => {
          if (commandOf(payload) !== COMMAND.DATA) client.write(frameTcp(payload));
          else client.end();
        }),
    ],
    [
      'a silence in the middle of the log',
      () =>
        startTampered((payload, client) => {
          if (commandOf(payload) !== COMMAND.DATA && payload.length > 8) client.write(frameTcp(payload));
          else if (payload.length === 8 && commandOf(payload) === COMMAND.ACK_OK)
            client.write(frameTcp(payload));
        }),
    ],
  ] as const)('holds no timer and no socket after %s', async (_what, start) => {
    const before = heldResources().length;
    const target = await start();
    // The library's own timers run for the idle time-out or for ten seconds: a forgotten one would still be held.
    const limits = { idleTimeoutMs: 4_000, totalTimeoutMs: 600 };
    await driver.read(target, () => undefined, limits).catch(() => undefined);
    await stopAll();
    const until = performance.now() + 1_500;
    while (heldResources().length > before && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(heldResources().length).toBeLessThanOrEqual(before);
  });
});
