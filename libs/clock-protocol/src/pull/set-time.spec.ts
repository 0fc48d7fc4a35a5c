import { afterEach, describe, expect, it } from '@jest/globals';
import { answerTo, SHORT_LIMITS, startEmulated, startMiddleman, stopAll } from '../testing/tampered-clock.js';
import { NodeZklibDriver } from '../node-zklib/node-zklib-driver.js';
import { COMMAND } from '../wire/commands.js';
import { ZkDriver } from './zk-driver.js';

afterEach(stopAll);

const TCP = new ZkDriver({ transport: 'tcp' });
const WRONG = (): string => '2026-10-20T06:00:00';
const RIGHT = (): string => '2026-10-20T08:41:00';

describe.each([
  ['zk-tcp', TCP],
  ['zk-udp', new ZkDriver({ transport: 'udp' })],
] as const)('setting the time with %s', (_name, driver) => {
  it('sets it, makes it take effect, looks whether it did, and leaves the clock enabled', async () => {
    const commands: number[] = [];
    const { target } = await startEmulated({ now: WRONG, onCommand: (command) => commands.push(command) });
    await driver.setTime(target, RIGHT, SHORT_LIMITS);
    expect((await driver.probe(target)).time.clockTime).toBe(RIGHT());
    expect(commands).not.toContain(COMMAND.DISABLE);
    expect(commands.slice(commands.indexOf(COMMAND.SET_TIME), commands.indexOf(COMMAND.EXIT) + 1)).toEqual([
      COMMAND.SET_TIME,
      COMMAND.REFRESH_DATA,
      COMMAND.GET_TIME,
      COMMAND.ENABLE,
      COMMAND.EXIT,
    ]);
  });

  it('errs when the clock says another time afterwards', async () => {
    const { target } = await startEmulated({ now: WRONG, profile: 'clock-wrong:3' });
    await expect(driver.setTime(target, RIGHT, SHORT_LIMITS)).rejects.toMatchObject({
      code: 'CLOCK.TIME_NOT_SET',
    });
  });

  it('lets a clock be a second or two off', async () => {
    const { target } = await startEmulated({ now: WRONG, profile: 'clock-wrong:2' });
    await expect(driver.setTime(target, RIGHT, SHORT_LIMITS)).resolves.toBeUndefined();
  });

  it.each(['2026-02-31T08:00:00', '1999-12-31T08:00:00', 'now'])('refuses to set it to %s', async (text) => {
    const { target } = await startEmulated({ now: WRONG });
    await expect(driver.setTime(target, () => text, SHORT_LIMITS)).rejects.toBeInstanceOf(RangeError);
    expect((await driver.probe(target)).time.clockTime).toBe(WRONG());
  });
});

describe('setting the time', () => {
  it('asks for the time when the command leaves, not before', async () => {
    const { target } = await startEmulated({ now: WRONG });
    let connected = false;
    const between = await startMiddleman({ onConnection: () => (connected = true) }, target);
    await TCP.setTime(between, () => (connected ? RIGHT() : WRONG()), SHORT_LIMITS);
    expect((await TCP.probe(target)).time.clockTime).toBe(RIGHT());
  });

  it('is not supported by a clock that refuses', async () => {
    const target = await startMiddleman({
      onRequest: (request, client) => {
        if (request.command !== COMMAND.SET_TIME) return true;
        client.write(answerTo(request, COMMAND.ACK_ERROR));
        return false;
      },
    });
    await expect(TCP.setTime(target, RIGHT, SHORT_LIMITS)).rejects.toMatchObject({
      code: 'CLOCK.UNSUPPORTED',
    });
  });

  it('is not supported by node-zklib', async () => {
    const driver = new NodeZklibDriver();
    await expect(driver.setTime()).rejects.toMatchObject({ code: 'CLOCK.UNSUPPORTED' });
    await expect(driver.watch()).rejects.toMatchObject({ code: 'CLOCK.UNSUPPORTED' });
  });
});
