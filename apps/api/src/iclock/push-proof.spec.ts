import { ProvePushClocksService } from '@cunqin/clocks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Town } from '../../../../test/support/town.js';
import { PushDevice, registerPushClock } from './testing/push-device.js';

let town: Town;
let id: number;
let device: PushDevice;
let made = 0;
beforeAll(async () => {
  town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/8' });
  await town.addVillages(1);
});
beforeEach(async () => {
  town.setTime('2026-10-20T16:00');
  const serialNumber = `PROVE${(made += 1)}`;
  id = await registerPushClock(town, serialNumber, { placedFrom: '2026-10-19' });
  device = new PushDevice(town, serialNumber);
  await device.get('cdata', 'options=all');
});
afterAll(() => town.stop());

const startProofs = (): Promise<number> =>
  town.api.app.get(ProvePushClocksService, { strict: false }).startDue();

interface Health {
  clockId: number;
  coveredUntil: string | null;
  proof: string;
  proofDetail: string | null;
  countMismatch: boolean;
}

async function health(): Promise<Health> {
  const { items } = await town.get<{ items: Health[] }>('clocks/health');
  const found = items.find(({ clockId }) => clockId === id);
  if (found === undefined) throw new Error('the clock has no health');
  return found;
}

/** The one command the clock is given. */
async function command(): Promise<{ id: string; text: string }> {
  const given = await device.commands();
  expect(given).toHaveLength(1);
  return given[0] ?? { id: '', text: '' };
}

async function answer(rest: string): Promise<void> {
  expect(await device.result((await command()).id, rest)).toMatchObject({ status: 200, text: 'OK' });
}

const MORNING = '1\t2026-10-20 08:41:00\t0\t1\t0';
const AFTERNOON = '1\t2026-10-20 15:59:50\t0\t1\t0';

describe('a clock that pushes', () => {
  it('is proven complete by its own count and by nothing else', async () => {
    await device.attlog([MORNING, AFTERNOON]);
    await device.get('getrequest');
    expect(await health()).toMatchObject({ coveredUntil: null, proof: 'untested' });

    await startProofs();
    const { text } = await command();
    expect(text).toMatch(
      /^VERIFY SUM ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-20 15:5[78]:\d\d$/,
    );
    expect(await health()).toMatchObject({ coveredUntil: null });

    // The second punch lies in the minutes that are left out: the clock counts one.
    await answer('Return=0&CMD=VERIFY SUM&AttlogSum=1');
    const end = /EndTime=(.*)$/.exec(text)?.[1]?.replace(' ', 'T');
    expect(await health()).toMatchObject({ coveredUntil: end, proof: 'proven', countMismatch: false });
  });

  it('is asked again and again, with the same id, until it answers; after that no more', async () => {
    await startProofs();
    const first = await command();
    expect(await command()).toEqual(first);
    expect(first.id).toMatch(/^[A-Za-z0-9]{1,16}$/);
    await startProofs();
    await answer('Return=0&CMD=VERIFY SUM&AttlogSum=0');
    expect(await device.commands()).toEqual([]);
    await device.result(first.id, 'Return=0&CMD=VERIFY SUM&AttlogSum=7');
    expect(await health()).toMatchObject({ proof: 'proven' });
  });

  it('that counts more sends the period again, counts once more, and is proven then', async () => {
    await device.attlog([AFTERNOON]);
    await startProofs();
    await answer('Return=0&CMD=VERIFY SUM&AttlogSum=1');
    const refetch = await command();
    expect(refetch.text).toMatch(/^DATA QUERY ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-20 15:5/);
    expect(await health()).toMatchObject({ coveredUntil: null });
    await device.attlog([MORNING]);
    await device.result(refetch.id, 'Return=0&CMD=DATA');
    expect((await command()).text).toMatch(/^VERIFY SUM/);
    await answer('Return=0&CMD=VERIFY SUM&AttlogSum=1');
    expect(await health()).toMatchObject({
      coveredUntil: expect.stringMatching(/^2026-10-20T15:5/),
      proof: 'proven',
    });
  });

  it.each([
    ['more', 5, 'clock-holds-more'],
    ['fewer', 0, 'clock-holds-fewer'],
  ])(
    'that goes on counting %s than the ledger holds is never covered, and health says so',
    async (_, sum, proof) => {
      await device.attlog([MORNING]);
      await startProofs();
      await answer(`Return=0&CMD=VERIFY SUM&AttlogSum=${sum}`);
      if (sum > 1) {
        await answer('Return=0&CMD=DATA');
        await answer(`Return=0&CMD=VERIFY SUM&AttlogSum=${sum}`);
      }
      expect(await health()).toMatchObject({ coveredUntil: null, proof, countMismatch: true });
      expect((await health()).proofDetail).toContain(`clock ${sum}, ledger 1`);
      expect(await device.commands()).toEqual([]);
    },
  );

  it('with a line that nobody can read is proven again from where somebody answers for the count', async () => {
    await device.attlog([MORNING, '1\t2026-13-45 08:41:00\t0\t1\t0']);
    const acknowledge = (reason: string, role: 'admin' | 'office' = 'admin'): ReturnType<Town['call']> =>
      town.call(role, 'post', `clocks/${id}/count/acknowledge`, { reason });
    expect(await acknowledge('与清单核对过')).toMatchObject({
      status: 409,
      body: { code: 'CLOCKS.COUNTS_AGREE' },
    });
    const countsTwo = async (): Promise<void> => {
      await startProofs();
      await answer('Return=0&CMD=VERIFY SUM&AttlogSum=2');
      await answer('Return=0&CMD=DATA');
      await answer('Return=0&CMD=VERIFY SUM&AttlogSum=2');
    };
    await countsTwo();
    expect(await health()).toMatchObject({ proof: 'clock-holds-more', coveredUntil: null });
    town.setTime('2026-10-21T16:00');
    await countsTwo();
    expect(await health()).toMatchObject({ proof: 'clock-holds-more', coveredUntil: null });

    expect(await acknowledge('', 'admin')).toMatchObject({ status: 400 });
    expect(await acknowledge('与清单核对过', 'office')).toMatchObject({ status: 403 });
    expect(await acknowledge('坏记录一条，与签到簿核对过')).toMatchObject({ status: 204 });
    expect(await health()).toMatchObject({ proof: 'untested', coveredUntil: null });
    town.setTime('2026-10-21T18:00');
    await startProofs();
    expect((await command()).text).toMatch(/StartTime=2026-10-21 15:5\d:\d\d\tEndTime=2026-10-21 17:5/);
    await answer('Return=0&CMD=VERIFY SUM&AttlogSum=0');
    expect(await health()).toMatchObject({
      proof: 'proven',
      coveredUntil: expect.stringMatching(/^2026-10-21T17:5/),
    });
    const kept = await town.database.query<object[]>(
      `SELECT detail, reason, answered_by AS by FROM push_count_answer WHERE clock_id = $1`,
      [id],
    );
    expect(kept).toEqual([
      {
        detail: expect.stringContaining('clock 2, ledger 1'),
        reason: '坏记录一条，与签到簿核对过',
        by: 'admin-1',
      },
    ]);
  });

  it.each(['Return=-1002&CMD=VERIFY SUM', 'Return=0&CMD=VERIFY SUM', 'Return=-1&CMD=VERIFY SUM&AttlogSum=0'])(
    'whose firmware answers %s is never covered by itself, and health says so; it is asked again later',
    async (refusal) => {
      await startProofs();
      await answer(refusal);
      expect(await health()).toMatchObject({ coveredUntil: null, proof: 'unsupported' });
      await startProofs();
      expect(await device.commands()).toEqual([]);
      town.setTime('2026-10-20T17:05');
      await startProofs();
      expect((await command()).text).toMatch(/^VERIFY SUM/);
    },
  );

  it('is proven step by step, each time from where the last proof ended', async () => {
    await startProofs();
    await answer('Return=0&AttlogSum=0');
    const { coveredUntil } = await health();
    town.setTime('2026-10-20T17:05');
    await startProofs();
    expect((await command()).text).toContain(`StartTime=${coveredUntil?.replace('T', ' ') ?? ''}\t`);
  });

  it('that was off for days and answers an old question is asked the next one at once', async () => {
    await startProofs();
    const old = await command();
    town.setTime('2026-10-23T09:00');
    await device.result(old.id, 'Return=0&AttlogSum=0');
    expect((await command()).text).toMatch(/EndTime=2026-10-23 08:5/);
  });

  it('that was cleared or reset waits for a person’s word, and is proven from there on', async () => {
    await device.attlog([MORNING]);
    await device.operlog(['OPLOG 13\t9\t2026-10-20 09:30:00\t0\t0\t0\t0']);
    await startProofs();
    await answer('Return=0&AttlogSum=1');
    expect(await health()).toMatchObject({ coveredUntil: null, proof: 'log-cleared' });

    const { items } = await town.get<{ items: { id: number; incident: boolean }[] }>(`clocks/${id}/events`);
    const [event] = items;
    expect(event).toMatchObject({ incident: true, name: 'data-cleared', acknowledgedBy: null });
    const path = `clocks/${id}/events/${event?.id ?? 0}/acknowledge`;
    expect((await town.call('office', 'post', path, { reason: '装机测试' })).status).toBe(403);
    expect((await town.call('admin', 'post', path, { reason: '装机测试' })).status).toBe(204);
    expect(await town.call('admin', 'post', path, { reason: '再来' })).toMatchObject({
      status: 409,
      body: { code: 'CLOCKS.EVENT_ACKNOWLEDGED' },
    });
    await startProofs();
    expect((await command()).text).toContain('StartTime=2026-10-20 09:30:00\t');
    await answer('Return=0&AttlogSum=0');
    expect(await health()).toMatchObject({
      proof: 'proven',
      coveredUntil: expect.stringMatching(/^2026-10-20T15:5/),
    });
  });

  it('that has forgotten the date in a reset waits as well', async () => {
    await device.operlog(['OPLOG 22\t0\t2000-01-01 00:00:10\t0\t0\t0\t0']);
    await startProofs();
    await answer('Return=0&AttlogSum=0');
    expect(await health()).toMatchObject({ coveredUntil: null, proof: 'log-cleared' });
  });

  it('cannot be made to answer for another clock', async () => {
    await registerPushClock(town, 'OTHER', { placedFrom: '2026-10-19' });
    await startProofs();
    const mine = await command();
    const other = new PushDevice(town, 'OTHER');
    await other.result(mine.id, 'Return=0&AttlogSum=0');
    expect(await health()).toMatchObject({ coveredUntil: null });
    expect(await command()).toEqual(mine);
  });

  it('that has left its command unread has not answered it', async () => {
    await startProofs();
    const [pending] = await town.database.query<[{ id: string }]>(
      `SELECT id FROM push_command WHERE clock_id = $1`,
      [id],
    );
    await device.result(pending.id, 'Return=0&AttlogSum=0');
    expect(await health()).toMatchObject({ coveredUntil: null });
  });
});

describe('operations at a clock', () => {
  it('are kept once as evidence, named, with who did it and by which delivery they came', async () => {
    const lines = [
      'OPLOG 0\t0\t2026-10-20 08:00:00\t0\t0\t0\t0',
      'OPLOG 4\t9\t2026-10-20 08:10:00\t0\t0\t0\t0',
      'OPLOG 21\t9\t2026-10-20 08:11:00\t0\t0\t0\t0',
      'OPLOG 30\t9\t2026-10-20 08:12:00\t1\t0\t0\t0',
    ];
    for (let time = 0; time < 3; time += 1) expect((await device.operlog(lines)).text).toBe('OK: 4');
    const { items, total } = await town.get<{
      items: { name: string | null; readId: string }[];
      total: number;
    }>(`clocks/${id}/events`, 'auditor');
    expect(total).toBe(4);
    expect(items.map(({ name }) => name)).toEqual([null, 'time-set', 'menu-entered', 'power-on']);
    expect(items[1]).toMatchObject({
      clockTime: '2026-10-20T08:11:00',
      type: 21,
      operator: '9',
      incident: false,
    });
    const reads = await town.get<{ items: { id: string }[] }>(`clocks/${id}/reads`);
    expect(reads.items.map((read) => read.id)).toContain(items[0]?.readId);
  });

  it.each(['clock_event', 'quarantined_line', 'clock_event_acknowledgement'])(
    'and what goes with them are never changed: %s',
    async (table) => {
      await expect(town.database.query(`DELETE FROM ${table}`)).rejects.toThrow('append only');
      await expect(town.database.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append only');
    },
  );
});

describe('POST /clocks/{id}/refetch', () => {
  it('has the clock send a period again, which changes nothing that is there', async () => {
    await device.attlog([MORNING]);
    const asked = await town.ask<{ id: string }>('admin', 'post', `clocks/${id}/refetch`, {
      from: '2026-10-19',
      until: '2026-10-20',
    });
    const given = await command();
    expect(given).toEqual({
      id: asked.id,
      text: 'DATA QUERY ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-20 23:59:59',
    });
    expect((await device.attlog([MORNING, AFTERNOON])).text).toBe('OK: 2');
    await device.result(given.id, 'Return=0&CMD=DATA');
    expect(await device.commands()).toEqual([]);
    expect((await town.get<{ total: number }>(`punches?clockId=${id}`)).total).toBe(2);
    expect(await health()).toMatchObject({ coveredUntil: null, proof: 'untested' });
  });

  it.each([
    [{ from: '2026-10-20T09:00:00', until: '2026-10-20T08:00:00' }, 422, 'CLOCKS.PERIOD_REVERSED'],
    [{ from: '2026-02-31', until: '2026-10-20' }, 400, 'REQUEST.INVALID'],
    [{ from: '2026-10-20T00:00:00Z', until: '2026-10-20' }, 400, 'REQUEST.INVALID'],
    [{ from: '2026-10-20\nC:1:REBOOT', until: '2026-10-20' }, 400, 'REQUEST.INVALID'],
  ])('refuses %j', async (body, status, code) => {
    expect(await town.call('admin', 'post', `clocks/${id}/refetch`, body)).toMatchObject({
      status,
      body: { code },
    });
    expect(await device.commands()).toEqual([]);
  });

  it('is for clocks that push, and stops before a clock has more to do than it ever will', async () => {
    const pull = await town.registerClock('V01', { port: 4370 });
    const period = { from: '2026-10-19', until: '2026-10-20' };
    expect(await town.call('admin', 'post', `clocks/${pull}/refetch`, period)).toMatchObject({
      status: 409,
      body: { code: 'CLOCKS.DOES_NOT_PUSH' },
    });
    for (let time = 0; time < 20; time += 1) await town.ask('admin', 'post', `clocks/${id}/refetch`, period);
    expect(await town.call('admin', 'post', `clocks/${id}/refetch`, period)).toMatchObject({
      status: 409,
      body: { code: 'CLOCKS.TOO_MANY_COMMANDS' },
    });
  });
});
