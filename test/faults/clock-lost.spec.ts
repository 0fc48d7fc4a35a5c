import { plausiblePunches } from '@cunqin/clock-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, type TownClock } from '../support/town.js';

const MOST_REQUESTS = 100;
const NEW_EACH_TIME = 3;
const LOG = plausiblePunches({ punches: 3_000, users: 20, seed: 3 }).punches.filter(
  ({ clockTime }) => clockTime < '2026-10-24',
);

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:01');
  await town.addVillages(1);
});
afterAll(() => town.stop());

async function kept(clock: TownClock): Promise<{ punches: number; covered: number }> {
  const [row] = await town.database.query<[{ punches: number; covered: number }]>(
    `SELECT (SELECT count(*)::integer FROM punch WHERE clock_id = $1) AS punches,
            (SELECT count(*)::integer FROM coverage WHERE clock_id = $1) AS covered`,
    [clock.id],
  );
  return row;
}

describe('a clock lost in the middle of a read', () => {
  it('at any request of the conversation: either the whole read stands, or nothing of it does', async () => {
    let left = Number.POSITIVE_INFINITY;
    const clock = await town.addClock('V01', {
      punches: LOG,
      placedFrom: '2020-01-01',
      onCommand: () => {
        left -= 1;
        if (left === 0) clock.device.setNetwork('down');
      },
    });
    const outcomes: string[] = [];
    for (let request = 1; request <= MOST_REQUESTS; request += 1) {
      clock.device.addPunches(
        Array.from({ length: NEW_EACH_TIME }, (_, at) => ({
          number: '7',
          clockTime: `2026-10-25T0${at}:${String(request % 60).padStart(2, '0')}:00`,
          verifyMode: 1,
          punchState: request >= 60 ? 1 : 0,
          workCode: 0,
        })),
      );
      const before = await kept(clock);
      left = request;
      const answer = await town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true&full=true`);
      const cut = left <= 0;
      clock.device.setNetwork('up');
      const after = await kept(clock);
      if (answer.status === 200) {
        expect(after).toEqual({ punches: clock.device.punchCount, covered: before.covered + 1 });
      } else {
        expect(cut).toBe(true);
        expect(answer.body).toMatchObject({ code: expect.stringMatching(/^CLOCK\./) });
        expect(after).toEqual(before);
      }
      outcomes.push(answer.status === 200 ? 'kept' : 'nothing');
      if (!cut) break;
    }
    expect(outcomes.at(-1)).toBe('kept');
    expect(outcomes.filter((outcome) => outcome === 'nothing').length).toBeGreaterThan(5);
    expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true });
  }, 120_000);
});
