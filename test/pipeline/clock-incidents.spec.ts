import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmulatedClock } from '@cunqin/clock-protocol';
import { Town, type TownClock, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

interface Incident {
  readonly id: number;
  readonly code: string;
  readonly open: boolean;
  readonly detail: Record<string, unknown>;
}

interface Health {
  readonly clockId: number;
  readonly state: string;
  readonly incidents: readonly { id: number; code: string }[];
  readonly heldBack: boolean;
  readonly countMismatch: boolean;
  readonly lastError: string | null;
}

let town: Town;
const start = async (at: string, villages: number): Promise<void> => {
  town = await Town.start(at);
  await town.addVillages(villages);
};

const incidentsOf = async ({ id }: { id: number }): Promise<Incident[]> =>
  (await town.get<{ items: Incident[] }>(`clocks/${id}/incidents`)).items;

const healthOf = async ({ id }: { id: number }): Promise<Health | undefined> =>
  (await town.get<{ items: Health[] }>('clocks/health')).items.find(({ clockId }) => clockId === id);

const tryPoll = (clock: { id: number }): ReturnType<Town['call']> =>
  town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true`);

const acknowledge = (clock: { id: number }, incidentId: number | undefined): Promise<Incident> =>
  town.ask('office', 'post', `clocks/${clock.id}/incidents/${incidentId}/acknowledge`, {
    reason: '清空前已用U盘导出并核对',
  });

async function punchesKept({ id }: { id: number }): Promise<number> {
  return (await town.get<{ total: number }>(`punches?clockId=${id}`)).total;
}

const devices: EmulatedClock[] = [];

/** A device on loopback that is no clock of the town yet. @returns its port */
async function plugIn(serialNumber: string): Promise<number> {
  const device = new EmulatedClock({ serialNumber, now: () => town.localTime() });
  devices.push(device);
  return (await device.listen({ host: '127.0.0.1', port: 0 })).port;
}

/** What another device says at the address of a clock. The old one is unplugged. */
async function swap(clock: TownClock, device: EmulatedClock): Promise<EmulatedClock> {
  const [row] = await town.database.query<[{ port: number }]>(`SELECT port FROM clock WHERE id = $1`, [
    clock.id,
  ]);
  await clock.device.close();
  devices.push(device);
  await device.listen({ host: '127.0.0.1', port: row.port });
  return device;
}

describe('a log that was cleared between two polls', () => {
  let clock: TownClock;
  beforeAll(async () => {
    await start('2026-10-23T18:00', 1);
    clock = await town.addClock('V01');
    await town.addCadre('C001');
    await town.addCadre('C002');
    town.punch(
      ...['2026-10-20', '2026-10-21', '2026-10-22'].flatMap((date) => visit('C001', date, 'V01')),
      ...visit('C002', '2026-10-20', 'V01'),
    );
    expect(await town.poll(clock)).toMatchObject({ appended: 8 });
  });
  afterAll(() => town.stop());

  const verdicts = async (): Promise<Record<string, Partial<Assessment>>> => {
    const { items } = await town.get<{ items: Assessment[] }>('assessments?week=2026-W43');
    return Object.fromEntries(items.map((item) => [item.cadreCode, item]));
  };

  it('is an incident: what came is kept, and proves nothing', async () => {
    clock.device.clearPunches();
    town.punch(...visit('C002', '2026-10-24', 'V01').slice(0, 1));
    town.setTime('2026-10-26T08:00');
    expect(await town.poll(clock)).toMatchObject({
      outcome: 'complete',
      appended: 1,
      coveredUntil: expect.stringMatching(/^2026-10-23T18:0/),
      incidents: ['CLOCKS.LOG_SHRUNK'],
      heldBack: true,
    });
    expect(await incidentsOf(clock)).toMatchObject([
      {
        code: 'CLOCKS.LOG_SHRUNK',
        open: true,
        detail: { why: 'fewer-records', recordsBefore: 8, records: 1 },
      },
    ]);
    expect(await healthOf(clock)).toMatchObject({
      state: 'online',
      heldBack: true,
      incidents: [{ code: 'CLOCKS.LOG_SHRUNK' }],
    });
  });

  it('keeps the week undetermined, however often the clock is read', async () => {
    town.setTime('2026-10-26T09:00');
    expect(await town.poll(clock)).toMatchObject({ outcome: 'complete', heldBack: true, incidents: [] });
    expect(await verdicts()).toMatchObject({
      C001: { verdict: 'met' },
      C002: { verdict: 'undetermined', waitingFor: [{ clockId: clock.id }] },
    });
    expect(await incidentsOf(clock)).toHaveLength(1);
  });

  it('is acknowledged by admin or office, with a reason', async () => {
    const [incident] = await incidentsOf(clock);
    const path = `clocks/${clock.id}/incidents/${incident?.id}/acknowledge`;
    for (const role of ['leader', 'auditor', 'payroll', 'cadre'] as const) {
      expect((await town.call(role, 'post', path, { reason: '核对过' })).status).toBe(403);
    }
    expect((await town.call('office', 'post', path, {})).status).toBe(400);
    const other = `clocks/${clock.id}/incidents/999/acknowledge`;
    expect(await town.call('office', 'post', other, { reason: '核对过' })).toMatchObject({
      status: 404,
      body: { code: 'LEDGER.UNKNOWN_INCIDENT' },
    });
  });

  it('lets the week be judged once it is acknowledged, and the one after it go on', async () => {
    const [incident] = await incidentsOf(clock);
    expect(await acknowledge(clock, incident?.id)).toMatchObject({
      open: false,
      acknowledgement: { by: 'office-1', reason: '清空前已用U盘导出并核对' },
    });
    expect(await healthOf(clock)).toMatchObject({
      heldBack: false,
      incidents: [],
      coveredUntil: expect.stringMatching(/^2026-10-26T09:0/),
    });
    expect(await verdicts()).toMatchObject({ C002: { verdict: 'missed', visitDays: 1 } });
    town.setTime('2026-10-26T10:00');
    expect(await town.poll(clock)).toMatchObject({
      heldBack: false,
      coveredUntil: expect.stringMatching(/^2026-10-26T10:0/),
    });
  });

  it('is not acknowledged twice', async () => {
    const [incident] = await incidentsOf(clock);
    const path = `clocks/${clock.id}/incidents/${incident?.id}/acknowledge`;
    expect(await town.call('admin', 'post', path, { reason: '再来一次' })).toMatchObject({
      status: 409,
      body: { code: 'LEDGER.INCIDENT_CLOSED' },
    });
  });
});

describe('a log that was cleared and has grown as long as before', () => {
  beforeAll(() => start('2026-10-23T18:00', 2));
  afterAll(() => town.stop());

  const three = (week: string): { number: string; at: string }[] =>
    ['1', '2', '3'].map((number) => ({ number, at: `2026-10-${week}T08:41:00 V01` }));

  it('to the same count is found by the whole read after the week’s end', async () => {
    const clock = await town.addClock('V01');
    town.punch(...three('20'));
    await town.poll(clock);
    clock.device.clearPunches();
    town.punch(...three('24'));
    town.setTime('2026-10-24T18:00');
    await town.poll(clock);
    town.setTime('2026-10-26T00:10');
    expect(await town.poll(clock)).toMatchObject({
      mode: 'full',
      appended: 3,
      heldBack: true,
      incidents: ['CLOCKS.LOG_SHRUNK'],
      coveredUntil: expect.stringMatching(/^2026-10-2[34]/),
    });
    expect(await incidentsOf(clock)).toMatchObject([{ detail: { why: 'known-punches-missing' } }]);
  });

  it('and beyond is found in a log that is not kept in order of time, too', async () => {
    const clock = await town.addClock('V02');
    const inNoOrder = (date: string, length: number) =>
      Array.from({ length }, (_, at) => ({
        number: String(at),
        clockTime: `2026-10-${date}T${at % 2 === 0 ? '15' : '08'}:${String(at % 60).padStart(2, '0')}:00`,
        verifyMode: 1,
        punchState: 0,
        workCode: 0,
      }));
    clock.device.addPunches(inNoOrder('20', 60));
    expect(await town.poll(clock)).toMatchObject({ mode: 'full', appended: 60, incidents: [] });
    clock.device.addPunches(inNoOrder('21', 5));
    expect(await town.poll(clock)).toMatchObject({ mode: 'full', appended: 5, incidents: [] });
    clock.device.clearPunches();
    clock.device.addPunches(inNoOrder('22', 70));
    expect(await town.poll(clock)).toMatchObject({
      mode: 'full',
      appended: 70,
      incidents: ['CLOCKS.LOG_SHRUNK'],
      heldBack: true,
    });
  });

  it('and beyond is found at once, and read from the beginning', async () => {
    town.setTime('2026-10-26T08:00');
    const clock = await town.addClock('V02', { profile: 'log-cleared:refilled', punches: [] });
    clock.device.addPunches(
      Array.from({ length: 40 }, (_, minute) => ({
        number: '7',
        clockTime: `2026-10-12T08:${String(minute).padStart(2, '0')}:00`,
        verifyMode: 1,
        punchState: 0,
        workCode: 0,
      })),
    );
    expect(await town.poll(clock)).toMatchObject({ mode: 'full', appended: 40 });
    expect(await town.poll(clock)).toMatchObject({
      mode: 'refetched',
      heldBack: true,
      incidents: ['CLOCKS.LOG_SHRUNK'],
    });
  });
});

describe('another device at the address of a clock', () => {
  let clock: TownClock;
  let forged: EmulatedClock;
  beforeAll(async () => {
    await start('2026-10-26T08:00', 3);
    clock = await town.addClock('V01', { serialNumber: 'A6F5200060' });
    await town.addCadre('C001');
    town.punch(...visit('C001', '2026-10-20', 'V01'));
    await town.poll(clock);
  });
  afterAll(async () => {
    await Promise.all(devices.map((device) => device.close()));
    await town.stop();
  });

  it('writes nothing into the clock’s chain: the read fails, and is an incident', async () => {
    const now = (): string => town.localTime();
    const punches = clock.device.punches.map((punch) => ({ ...punch, number: 'C001', workCode: 1 }));
    forged = await swap(clock, new EmulatedClock({ serialNumber: 'FORGED01', punches, now, packetGapMs: 0 }));
    const kept = await punchesKept(clock);
    const refusal = { status: 409, body: { code: 'CLOCKS.OTHER_DEVICE' } };
    expect(await tryPoll(clock)).toMatchObject(refusal);
    expect(await tryPoll(clock)).toMatchObject(refusal);
    expect(await punchesKept(clock)).toBe(kept);
    expect(await incidentsOf(clock)).toMatchObject([
      { code: 'CLOCKS.OTHER_DEVICE', open: true, detail: { serialNumber: 'FORGED01' } },
    ]);
    expect(await healthOf(clock)).toMatchObject({
      lastError: 'CLOCKS.OTHER_DEVICE',
      heldBack: true,
      incidents: [{ code: 'CLOCKS.OTHER_DEVICE' }],
    });
    const { items } = await town.get<{ items: object[] }>(`clocks/${clock.id}/reads`);
    expect(items[0]).toMatchObject({ outcome: 'failed', serialNumber: 'FORGED01', appended: 0 });
  });

  it('is accepted when an administrator says so, and its log is begun anew', async () => {
    forged.addPunches([
      { number: 'C001', clockTime: '2026-10-26T07:50:00', verifyMode: 1, punchState: 0, workCode: 0 },
    ]);
    const word = { serialNumber: ' forged01 ', reason: '旧机损坏，末次记录已导出' };
    const path = `clocks/${clock.id}/replace-device`;
    expect((await town.call('office', 'post', path, word)).status).toBe(403);
    expect(await town.ask('admin', 'post', path, word)).toMatchObject({ id: clock.id });
    expect(await town.poll(clock)).toMatchObject({ mode: 'full', read: 3, appended: 1, incidents: [] });
    expect(await healthOf(clock)).toMatchObject({ lastError: null, heldBack: false, incidents: [] });
    expect(await incidentsOf(clock)).toMatchObject([{ open: false, acknowledgement: null }]);
    const { items } = await town.get<{ items: object[] }>(`audit?actor=admin-1`, 'auditor');
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'POST', subject: `/api/${path}`, actor: 'admin-1' }),
    );
  });

  it('is refused from the first read on when the clock was registered with a number', async () => {
    const port = await plugIn('SOMETHING');
    const id = await town.registerClock('V02', { port, serialNumber: 'REGISTERED' });
    expect(await tryPoll({ id })).toMatchObject({ status: 409, body: { code: 'CLOCKS.OTHER_DEVICE' } });
    expect(await punchesKept({ id })).toBe(0);
  });
});

describe('one serial number at two clocks', () => {
  const MONDAY = '2026-10-26';
  let first: number;
  let second: number;
  beforeAll(async () => {
    await start(`${MONDAY}T08:00`, 3);
    await town.addCadre('C001');
    const port = await plugIn('TWIN');
    first = await town.registerClock('V02', { port });
    second = await town.registerClock('V03', { port });
  });
  afterAll(async () => {
    await Promise.all(devices.map((device) => device.close()));
    await town.stop();
  });

  const coverageOf = (id: number): Promise<{ heldBack: boolean; coveredUntil: string | null }> =>
    town.get(`clocks/${id}/coverage`);

  const verdictOfC001 = async (): Promise<Partial<Assessment> | undefined> =>
    (await town.get<{ items: Assessment[] }>('assessments?week=2026-W43')).items[0];

  // One device may stand at both addresses (a typing error, DHCP, NAT). Then one of the clocks is never read, and
  // whoever punched only there must not be judged to have missed.
  it('is noticed once, and what is read is kept, but proves nothing of the clock that joined second', async () => {
    expect(await town.poll({ id: first })).toMatchObject({ outcome: 'complete', incidents: [] });
    const noticed = { outcome: 'complete', heldBack: true, coveredUntil: null };
    expect(await town.poll({ id: second })).toMatchObject({
      ...noticed,
      incidents: ['CLOCKS.DUPLICATE_DEVICE'],
    });
    town.setTime(`${MONDAY}T08:10`);
    expect(await town.poll({ id: second })).toMatchObject({ ...noticed, incidents: [] });
    expect(await incidentsOf({ id: second })).toMatchObject([
      { code: 'CLOCKS.DUPLICATE_DEVICE', open: true, detail: { serialNumber: 'TWIN', otherClockId: first } },
    ]);
    expect(await coverageOf(second)).toMatchObject({ heldBack: true, coveredUntil: null });
    expect(await healthOf({ id: second })).toMatchObject({ heldBack: true });
    expect(await verdictOfC001()).toMatchObject({ verdict: 'undetermined' });
  });

  it('holds back the clock that was there first, too, from its next read on: it may be the wrong one', async () => {
    const { coveredUntil } = await coverageOf(first);
    expect(await town.poll({ id: first })).toMatchObject({
      incidents: ['CLOCKS.DUPLICATE_DEVICE'],
      heldBack: true,
      coveredUntil,
    });
    expect(await coverageOf(first)).toMatchObject({ heldBack: true, coveredUntil });
  });

  it('is let pass by one word for each clock; its next read proves it, none from before the word', async () => {
    const [incident] = await incidentsOf({ id: second });
    expect(await acknowledge({ id: second }, incident?.id)).toMatchObject({ open: false });
    expect(await coverageOf(second)).toMatchObject({ heldBack: false, coveredUntil: null });
    town.setTime(`${MONDAY}T08:20`);
    expect(await town.poll({ id: second })).toMatchObject({
      heldBack: false,
      incidents: [],
      coveredUntil: expect.stringMatching(/^2026-10-26T08:2/),
    });
    expect(await healthOf({ id: second })).toMatchObject({ heldBack: false, incidents: [] });
    expect(await healthOf({ id: first })).toMatchObject({ heldBack: true });
    expect(await incidentsOf({ id: second })).toHaveLength(1);
  });

  it('is another matter when it is another number, by then', async () => {
    const port = await plugIn('TWIN2');
    const third = await town.registerClock('V01', { port });
    await town.poll({ id: third });
    const word = { serialNumber: 'TWIN2', reason: '旧机损坏' };
    await town.ask('admin', 'post', `clocks/${second}/replace-device`, word);
    await town.database.query(`UPDATE clock SET port = $2 WHERE id = $1`, [second, port]);
    town.setTime(`${MONDAY}T08:30`);
    expect(await town.poll({ id: second })).toMatchObject({
      incidents: ['CLOCKS.DUPLICATE_DEVICE'],
      heldBack: true,
    });
  });
});

describe('a clock that states more than it gives', () => {
  beforeAll(() => start('2026-10-26T08:00', 1));
  afterAll(() => town.stop());

  it('is an incident once, kept and not covered, until somebody says that this is all', async () => {
    const clock = await town.addClock('V01', { profile: 'wrong-count' });
    town.punch(...visit('7', '2026-10-20', 'V01'));
    const short = { outcome: 'count-mismatch', coveredUntil: null, incidents: ['CLOCK.COUNT_MISMATCH'] };
    expect(await town.poll(clock)).toMatchObject({ ...short, appended: 2 });
    expect(await town.poll(clock)).toMatchObject({ ...short, appended: 0 });
    const [incident, ...more] = await incidentsOf(clock);
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ code: 'CLOCK.COUNT_MISMATCH', detail: { stated: 9, records: 2 } });
    expect(await healthOf(clock)).toMatchObject({ countMismatch: true, heldBack: true });
    await acknowledge(clock, incident?.id);
    expect(await healthOf(clock)).toMatchObject({
      heldBack: false,
      coveredUntil: expect.stringMatching(/^2026-10-26T08:0/),
    });
  });
});

describe('the database itself refuses to forget', () => {
  beforeAll(() => start('2026-10-26T08:00', 1));
  afterAll(() => town.stop());

  it.each(['clock_incident', 'clock_incident_acknowledgement', 'clock_device_replacement', 'clock_time_set'])(
    'UPDATE, DELETE and TRUNCATE of %s',
    async (table) => {
      const refusal = { driverError: { code: '23001', message: expect.stringMatching(/is append only/) } };
      for (const statement of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
        await expect(town.database.query(statement)).rejects.toMatchObject(refusal);
      }
      const [column] = await town.database.query<[{ name: string }]>(
        `SELECT column_name AS name FROM information_schema.columns
       WHERE table_name = $1 AND is_identity = 'NO' LIMIT 1`,
        [table],
      );
      const update = `UPDATE ${table} SET ${column.name} = ${column.name}`;
      await expect(town.database.query(update)).rejects.toMatchObject(refusal);
    },
  );
});
