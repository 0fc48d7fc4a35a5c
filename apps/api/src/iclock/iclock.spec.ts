import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town } from '../../../../test/support/town.js';
import { PushDevice, registerPushClock } from './testing/push-device.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/16' });
  await town.addVillages(1);
  await town.addCadre('C001', { number: '1' });
});
afterAll(() => town.stop());

let made = 0;
async function aClock(fields: { timezone?: string } = {}): Promise<{ id: number; device: PushDevice }> {
  const serialNumber = `CKJF2011600${(made += 1)}`;
  const id = await registerPushClock(town, serialNumber, fields);
  return { id, device: new PushDevice(town, serialNumber) };
}

async function punchesOf(id: number): Promise<object[]> {
  return (await town.get<{ items: object[] }>(`punches?clockId=${id}&pageSize=500`)).items;
}

const MORNING = '1\t2026-10-20 08:41:00\t0\t1\t0';
const AFTERNOON = '1\t2026-10-20 15:10:00\t1\t15\t0';

describe('a clock that says hello', () => {
  it('is told its options in plain text, with the time it shall set itself by', async () => {
    const { device } = await aClock();
    const heard = await device.get('cdata', 'options=all&pushver=2.2.14');
    expect(heard).toMatchObject({ status: 200, type: 'text/plain' });
    expect(heard.text).toMatch(new RegExp(`^GET OPTION FROM: ${device.serialNumber}\n`));
    expect(heard.text).toMatch(/^ATTLOGStamp=0$/m);
    expect(heard.text).toMatch(/^TimeZone=8$/m);
    expect(heard.date).toMatch(/^Tue, 20 Oct 2026 08:0\d:\d\d GMT$/);
    expect([...heard.headers].sort()).toEqual(['connection', 'content-length', 'content-type', 'date']);
  });

  it('in a zone of half hours is told its minutes (problem 16)', async () => {
    const { device } = await aClock({ timezone: 'Asia/Kolkata' });
    expect((await device.get('cdata', 'options=all')).text).toMatch(/^TimeZone=330$/m);
  });

  it.each(['/iclock/cdata', '/ICLOCK/CDATA', '/iclock/cdata.aspx', '/IClock/CData.ASPX'])(
    'is understood at %s',
    async (path) => {
      const { device } = await aClock();
      expect((await device.get(path, 'options=all')).text).toMatch(/^GET OPTION FROM/);
    },
  );

  it('is told the stamp of what was committed, so that it goes on from there', async () => {
    const { device } = await aClock();
    await device.attlog([MORNING], '7001');
    await device.operlog(['OPLOG 0\t0\t2026-10-20 08:00:00'], '52');
    const { text } = await device.get('cdata', 'options=all');
    expect(text).toMatch(/^ATTLOGStamp=7001$/m);
    expect(text).toMatch(/^OPERLOGStamp=52$/m);
  });

  it.each([
    ['GET', 'ping', 'OK'],
    ['GET', 'getrequest', 'OK'],
    ['POST', 'push', 'OK'],
    ['POST', 'rtdata', 'OK'],
    ['POST', 'querydata', 'OK'],
    ['POST', 'registry', /^RegistryCode=[0-9a-f]{16}$/],
  ])('gets the right answer to %s %s', async (method, path, answer) => {
    const { device } = await aClock();
    const heard = await device.send(method, path, '', method === 'POST' ? Buffer.from('a=b') : undefined);
    expect(heard).toMatchObject({ status: 200, type: 'text/plain', text: expect.stringMatching(answer) });
  });
});

describe('a stranger', () => {
  it('hears OK whatever it asks, leaves no punch, and is listed for the administrator', async () => {
    const stranger = new PushDevice(town, 'STRANGER01');
    const heard = [
      await stranger.get('cdata', 'options=all'),
      await stranger.attlog([MORNING]),
      await stranger.get('getrequest'),
      await stranger.post('registry', '', 'a=b'),
    ];
    expect(heard.map(({ status, text }) => [status, text])).toEqual(
      Array.from({ length: 4 }, () => [200, 'OK']),
    );
    const { items } = await town.get<{ items: object[] }>('clocks/unknown', 'admin');
    expect(items).toContainEqual({
      serialNumber: 'STRANGER01',
      address: '127.0.0.1',
      firstSeenAt: expect.stringMatching(/^2026-10-20T08:0/),
      lastSeenAt: expect.stringMatching(/^2026-10-20T08:0/),
      requests: 4,
    });
    expect((await town.call('office', 'get', 'clocks/unknown')).status).toBe(403);
  });

  it('is a stranger no longer once it is registered, in whatever case its number was typed', async () => {
    const device = new PushDevice(town, 'NEWCOMER7');
    await device.get('cdata', 'options=all');
    await registerPushClock(town, 'newcomer7');
    expect((await device.get('cdata', 'options=all')).text).toMatch(/^GET OPTION FROM/);
    const { items } = await town.get<{ items: { serialNumber: string }[] }>('clocks/unknown', 'admin');
    expect(items.map(({ serialNumber }) => serialNumber)).not.toContain('NEWCOMER7');
  });

  it('cannot fill the list: it keeps the two hundred heard last', async () => {
    for (let number = 0; number < 230; number += 1) await new PushDevice(town, `FLOOD${number}`).get('ping');
    const { items, total } = await town.get<{ items: { serialNumber: string }[]; total: number }>(
      'clocks/unknown',
      'admin',
    );
    expect(total).toBeLessThanOrEqual(200);
    expect(items.map(({ serialNumber }) => serialNumber)).toContain('FLOOD229');
  });

  it('without a serial number, or with one that is none, is not even remembered', async () => {
    for (const serialNumber of ['', '..%2F..', 'a%00b', 'x'.repeat(41), '%E6%9D%91']) {
      expect(await new PushDevice(town, serialNumber).get('cdata')).toMatchObject({
        status: 200,
        text: 'OK',
      });
    }
    const { items } = await town.get<{ items: { serialNumber: string }[] }>('clocks/unknown', 'admin');
    expect(items.every(({ serialNumber }) => /^[A-Z0-9]+$/.test(serialNumber))).toBe(true);
  });

  it('outside CLOCK_NETWORKS is refused, registered or not', async () => {
    const { id, device } = await aClock();
    const elsewhere = new PushDevice(town, device.serialNumber, '127.9.0.1');
    expect(await elsewhere.get('cdata', 'options=all')).toMatchObject({ status: 403, text: 'ERROR' });
    expect((await elsewhere.attlog([MORNING])).status).toBe(403);
    expect(await punchesOf(id)).toEqual([]);
    await new PushDevice(town, 'FARAWAY', '127.9.0.1').get('ping');
    const { items } = await town.get<{ items: { serialNumber: string }[] }>('clocks/unknown', 'admin');
    expect(items.map(({ serialNumber }) => serialNumber)).not.toContain('FARAWAY');
  });
});

describe('a clock that pushes', () => {
  it('is known by its serial number alone: it must have one, and no two may have the same', async () => {
    const body = { name: '甲', villageCode: 'V01', driver: 'push' };
    expect(await town.call('admin', 'post', 'clocks', body)).toMatchObject({
      status: 422,
      body: { code: 'CLOCKS.SERIAL_NUMBER_MISSING' },
    });
    await registerPushClock(town, 'TWIN1');
    expect(await town.call('admin', 'post', 'clocks', { ...body, serialNumber: 'twin1' })).toMatchObject({
      status: 409,
      body: { code: 'CLOCKS.SERIAL_NUMBER_TAKEN' },
    });
  });

  it('that is retired is a stranger, and its number may be registered again', async () => {
    const { id, device } = await aClock();
    await town.ask('admin', 'post', `clocks/${id}/retire`, { on: '2026-10-20' });
    expect((await device.get('cdata', 'options=all')).text).toBe('OK');
    const next = await registerPushClock(town, device.serialNumber, { placedFrom: '2026-10-20' });
    await device.attlog([AFTERNOON]);
    expect(await punchesOf(id)).toEqual([]);
    expect(await punchesOf(next)).toHaveLength(1);
  });

  it('is online by its heartbeat, wherever its address wanders (problem 15)', async () => {
    const { id, device } = await aClock();
    const stateOf = async (): Promise<string | undefined> => {
      const { items } = await town.get<{ items: { clockId: number; state: string }[] }>('clocks/health');
      return items.find(({ clockId }) => clockId === id)?.state;
    };
    expect(await stateOf()).toBe('down');
    await device.get('getrequest');
    expect(await stateOf()).toBe('online');
    await new PushDevice(town, device.serialNumber, '127.0.7.7').attlog([MORNING]);
    expect(await punchesOf(id)).toHaveLength(1);
  });
});
