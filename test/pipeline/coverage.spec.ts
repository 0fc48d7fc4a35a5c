import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, type TownClock, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';
/** When the clocks were read, give or take what a read takes. */
const THURSDAY = expect.stringMatching(/^2026-10-22T18:0/);
const MONDAY = expect.stringMatching(/^2026-10-26T08:0/);

interface Coverage {
  readonly coveredUntil: string | null;
  readonly heldBack: boolean;
  readonly items: readonly { readId: string; coveredUntil: string; stated: number | null; records: number }[];
  readonly total: number;
}

let town: Town;
let sound: TownClock;
let short: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-22T18:00');
  await town.addVillages(2);
  sound = await town.addClock('V01');
  // Holds 2 punches, states 9.
  short = await town.addClock('V02', { profile: 'wrong-count' });
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('77', '2026-10-20', 'V02'));
  await town.pollAll();
});
afterAll(() => town.stop());

async function assessment(): Promise<Assessment | undefined> {
  return (await town.get<{ items: Assessment[] }>(`assessments?week=${WEEK}`)).items[0];
}

const coverageOf = ({ id }: TownClock, query = ''): Promise<Coverage> =>
  town.get(`clocks/${id}/coverage${query}`);

async function healthOf({ id }: TownClock): Promise<{ state: string; lastError: string | null } | undefined> {
  const { items } = await town.get<{ items: { clockId: number; state: string; lastError: string | null }[] }>(
    'clocks/health',
  );
  return items.find(({ clockId }) => clockId === id);
}

describe('a short week', () => {
  it('is not judged by the time that passes', async () => {
    for (const later of ['2026-10-26T08:00', '2026-11-16T08:00', '2027-10-26T08:00']) {
      town.setTime(later);
      expect(await assessment()).toMatchObject({
        verdict: 'undetermined',
        visitDays: 1,
        reasons: [{ code: 'COVERAGE_MISSING' }],
        waitingFor: [
          { clockId: sound.id, villageCode: 'V01', coveredUntil: THURSDAY },
          { clockId: short.id, villageCode: 'V02', coveredUntil: null },
        ],
      });
    }
  });

  it('is not judged because clocks answer, nor because they are read and are well', async () => {
    town.setTime('2026-10-26T08:00');
    for (const clock of [sound, short]) {
      const probe = await town.ask('admin', 'post', `clocks/${clock.id}/probe`);
      expect(probe).toMatchObject({ reachable: true, offsetSeconds: expect.any(Number) });
    }
    expect(await assessment()).toMatchObject({ waitingFor: [{ clockId: sound.id }, { clockId: short.id }] });

    expect(await town.poll(sound)).toMatchObject({ outcome: 'complete' });
    expect(await town.poll(short)).toMatchObject({ outcome: 'count-mismatch' });
    expect(await healthOf(short)).toMatchObject({ state: 'online', lastError: null });
    expect(await assessment()).toMatchObject({
      verdict: 'undetermined',
      waitingFor: [{ clockId: short.id, villageCode: 'V02', coveredUntil: null }],
    });
  });

  it('is judged by nothing but the proof: every clock counted and complete past its end', async () => {
    const { items } = await town.get<{ items: { id: number }[] }>(`clocks/${short.id}/incidents`);
    await town.ask('office', 'post', `clocks/${short.id}/incidents/${items[0]?.id}/acknowledge`, {
      reason: '机内计数有误，已核对',
    });
    expect(await assessment()).toMatchObject({ verdict: 'missed', waitingFor: [], deductionFen: 10_000 });
  });
});

describe('GET /clocks/{id}/coverage', () => {
  it('names each read that proves the clock complete, and the counts it rests on', async () => {
    const coverage = await coverageOf(sound);
    expect(coverage).toMatchObject({ coveredUntil: MONDAY, heldBack: false, total: 2 });
    expect(coverage.items).toMatchObject([
      { coveredUntil: MONDAY, stated: 2, records: 2 },
      { coveredUntil: THURSDAY, stated: 2, records: 2 },
    ]);
    const { items: reads } = await town.get<{ items: { id: string }[] }>(`clocks/${sound.id}/reads`);
    expect(coverage.items.map(({ readId }) => readId)).toEqual(reads.map(({ id }) => id));
  });

  it('comes by the page', async () => {
    expect(await coverageOf(sound, '?page=2&pageSize=1')).toMatchObject({
      total: 2,
      items: [{ coveredUntil: THURSDAY }],
    });
  });

  it('says that a clock proves nothing while it states more than it gives', async () => {
    const clock = await town.addClock('V02', { profile: 'wrong-count' });
    town.punch(...visit('78', '2026-10-21', 'V02'));
    await town.poll(clock);
    expect(await coverageOf(clock)).toMatchObject({
      coveredUntil: null,
      heldBack: true,
      items: [],
      total: 0,
    });
  });

  it('of a clock that is not there is not found', async () => {
    expect(await town.call('office', 'get', 'clocks/999/coverage')).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.UNKNOWN_CLOCK' },
    });
  });
});
