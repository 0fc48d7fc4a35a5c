import { plausiblePunches } from '@cunqin/clock-protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Town, type TownClock, villageCode, visit } from '../support/town.js';
import { Barrier } from './barrier.js';
import { OwnServer } from './own-server.js';

const PUNCHES = 300;

let server: OwnServer;
let town: Town;
let clock: TownClock;
let barrier: Barrier | null = null;
let village = 0;

beforeAll(async () => {
  server = await OwnServer.create();
  // Where the town's database is cloned.
  process.env['CUNQIN_TEST_DATABASE'] = server.url;
  town = await Town.start('2026-10-26T08:01');
  await town.addVillages(4);
  await town.addCadre('C001');
}, 60_000);
afterAll(async () => {
  await town.stop();
  await server.remove();
});

beforeEach(async () => {
  village += 1;
  const { punches } = plausiblePunches({ punches: PUNCHES, users: 20, seed: village });
  clock = await town.addClock(villageCode(village), { punches, placedFrom: '2020-01-01' });
  town.punch(...visit('C001', '2026-10-20', villageCode(village)));
});
afterEach(() => barrier?.lift());

async function kept(): Promise<{ punches: number; reads: number; covered: number; dirty: number }> {
  const [row] = await town.database.query<
    [{ punches: number; reads: number; covered: number; dirty: number }]
  >(
    `SELECT (SELECT count(*)::integer FROM punch WHERE clock_id = $1) AS punches,
            (SELECT count(*)::integer FROM clock_read WHERE clock_id = $1 AND outcome <> 'failed') AS reads,
            (SELECT count(*)::integer FROM coverage WHERE clock_id = $1) AS covered,
            (SELECT count(*)::integer FROM dirty_week) AS dirty`,
    [clock.id],
  );
  return row;
}

const killServer = (): Promise<void> => server.kill();
const killProcess = (pid: number): Promise<void> => {
  process.kill(pid, 'SIGKILL');
  return Promise.resolve();
};

describe.each([
  ['PostgreSQL', killServer],
  ['the process of PostgreSQL that serves the append', killProcess],
])('kill -9 of %s', (_victim, kill) => {
  it.each([
    ['after the append and before the commit', () => Barrier.atTable(town.database, 'coverage', 'EXCLUSIVE')],
    ['in the middle of COMMIT', () => Barrier.atCommit(town.database)],
  ])(
    '%s undoes all of it: punches, read, coverage and marks; the same program reads again when the database is back',
    async (_moment, holdUp) => {
      await town.get('assessments?week=2026-W43');
      const before = await kept();
      barrier = await holdUp();
      const poll = town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true`);
      await kill(await barrier.reached());
      expect((await poll).status).toBeGreaterThanOrEqual(500);
      await server.up();
      await barrier.lift();
      expect(await kept()).toEqual(before);

      await town.database.query('DELETE FROM clock_lease');
      const held = clock.device.punches.length;
      expect(await town.poll(clock)).toMatchObject({ outcome: 'complete', read: held, appended: held });
      expect(await kept()).toMatchObject({ punches: held, reads: 1, covered: 1 });
      expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true, broken: [] });
    },
    60_000,
  );
});
