import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EmulatedClock, type EmulatedPunch } from '@cunqin/clock-protocol';
import { Town } from '../support/town.js';

/** Who has which internal id. */
type Users = Readonly<Record<number, string>>;

const SERIAL = 'MA300-1';

const at = (number: string, clockTime: string): EmulatedPunch => ({
  number,
  clockTime: `${clockTime}:00`,
  verifyMode: 1,
  punchState: 0,
  workCode: 0,
});

let town: Town;
let device: EmulatedClock;
let port: number;
let clock: { id: number };

/** What stands at the clock's address from now on: a device that says of the same records what its users say. */
async function plugIn(
  layout: '8a' | '8b',
  users: Users,
  punches: readonly EmulatedPunch[],
  serialNumber = SERIAL,
): Promise<void> {
  await (device as EmulatedClock | undefined)?.close();
  device = new EmulatedClock({
    serialNumber,
    layout,
    users: Object.entries(users).map(([id, number]) => ({ internalId: Number(id), number, name: '' })),
    punches,
    packetGapMs: 0,
    now: () => town.localTime(),
  });
  ({ port } = await device.listen({ host: '127.0.0.1', port }));
}

const readWhole = (): Promise<object> =>
  town.ask('admin', 'post', `clocks/${clock.id}/poll?wait=true&full=true`);

async function numbers(): Promise<string[]> {
  const rows: { kept: string }[] = await town.database.query(
    `SELECT number || ' ' || left(clock_time, 16) AS kept FROM punch WHERE clock_id = $1 ORDER BY sequence`,
    [clock.id],
  );
  return rows.map(({ kept }) => kept);
}

// In these logs a record has no number but an internal id, which the user table of the moment explains.
describe.each(['8a', '8b'] as const)('an internal id that changes hands, in the layout %s', (layout) => {
  const OLD = ['2026-10-20T08:41', '2026-10-20T15:10', '2026-10-21T09:02'];
  const KEPT = OLD.map((time) => `17 ${time}`);

  beforeAll(async () => {
    town = await Town.start('2026-10-22T18:00');
    await town.addVillages(1);
  });
  afterAll(() => town.stop());

  beforeEach(async () => {
    port = 0;
    town.setTime('2026-10-22T18:00');
    await plugIn(
      layout,
      { 0: '17' },
      OLD.map((time) => at('17', time)),
    );
    clock = { id: await town.registerClock('V01', { port, name: `V01 ${crypto.randomUUID()}` }) };
    expect(await readWhole()).toMatchObject({ mode: 'full', appended: 3 });
    town.setTime('2026-10-23T18:00');
  });
  afterEach(async () => {
    await device.close();
    // The next case's device has the same number, and is no matter of this one.
    await town.ask('admin', 'post', `clocks/${clock.id}/retire`, { on: '2026-10-22' });
  });

  it('leaves old punches to whom they were first recorded under when it is another person’s', async () => {
    await plugIn(
      layout,
      { 0: '23' },
      OLD.map((time) => at('23', time)),
    );
    expect(await readWhole()).toMatchObject({ read: 3, appended: 0, duplicates: 3, incidents: [] });
    device.addPunches([at('23', '2026-10-23T08:30')]);
    expect(await readWhole()).toMatchObject({ read: 4, appended: 1, incidents: [], heldBack: false });
    expect(await readWhole()).toMatchObject({ read: 4, appended: 0, incidents: [] });
    expect(await numbers()).toEqual([...KEPT, '23 2026-10-23T08:30']);
  });

  it('leaves them there when the person was deleted', async () => {
    await plugIn(
      layout,
      {},
      [...OLD, '2026-10-23T08:30'].map((time) => at('17', time)),
    );
    expect(await readWhole()).toMatchObject({ read: 4, appended: 1, incidents: [] });
    expect(await numbers()).toEqual([...KEPT, 'uid:0 2026-10-23T08:30']);
  });

  it('gives nobody the second of two equal records', async () => {
    device.addPunches([at('17', '2026-10-23T08:30'), at('17', '2026-10-23T08:30')]);
    expect(await readWhole()).toMatchObject({ read: 5, appended: 1 });
    const again = ['2026-10-23T08:30', '2026-10-23T08:30'];
    await plugIn(
      layout,
      { 0: '23' },
      [...OLD, ...again, '2026-10-23T09:00'].map((time) => at('23', time)),
    );
    expect(await readWhole()).toMatchObject({ read: 6, appended: 1, incidents: [] });
    expect(await numbers()).toEqual([...KEPT, '17 2026-10-23T08:30', '23 2026-10-23T09:00']);
  });

  it('leaves them there when the log does not begin with what it began with', async () => {
    await plugIn(
      layout,
      { 0: '23' },
      [...OLD.slice(1), '2026-10-23T08:30'].map((time) => at('23', time)),
    );
    expect(await readWhole()).toMatchObject({ read: 3, appended: 1 });
    expect(await numbers()).toEqual([...KEPT, '23 2026-10-23T08:30']);
  });

  it('is asked anew for the records of a tail', async () => {
    town.setTime('2026-10-22T18:30');
    await plugIn(
      layout,
      { 0: '23' },
      [...OLD, '2026-10-22T18:20'].map((time) => at('23', time)),
    );
    expect(await town.poll(clock)).toMatchObject({ mode: 'tail', read: 1, appended: 1 });
    expect(await numbers()).toEqual([...KEPT, '23 2026-10-22T18:20']);
  });

  it('leaves them there when new firmware lays out records another way', async () => {
    const other = layout === '8a' ? '8b' : '8a';
    await plugIn(
      other,
      { 0: '23' },
      [...OLD, '2026-10-23T08:30'].map((time) => at('23', time)),
    );
    expect(await readWhole()).toMatchObject({ read: 4, appended: 1 });
    expect(await numbers()).toEqual([...KEPT, '23 2026-10-23T08:30']);
  });

  it('says nothing of the records of a device that came in its place', async () => {
    const word = { serialNumber: 'MA300-2', reason: '旧机损坏' };
    await town.ask('admin', 'post', `clocks/${clock.id}/replace-device`, word);
    await plugIn(
      layout,
      { 0: '23' },
      [at('23', '2026-10-20T08:41'), at('23', '2026-10-23T08:30')],
      'MA300-2',
    );
    expect(await readWhole()).toMatchObject({ read: 2, appended: 2 });
    expect(await numbers()).toEqual([...KEPT, '23 2026-10-20T08:41', '23 2026-10-23T08:30']);
  });
});
