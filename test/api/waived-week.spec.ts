import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import mammoth from 'mammoth';
import { Town, visit } from '../support/town.js';

const WEEKS = ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44'];

interface Figures {
  readonly judged: number;
  readonly met: number;
  readonly missed: number;
  readonly waived?: number;
  readonly misses: number;
}
interface Month {
  readonly weekFigures: (Figures & { readonly week: string })[];
  readonly totals: Figures;
  readonly verificationCode: string;
}

let town: Town;

const month = (): Promise<Month> => town.get<Month>('months/2026-10');
const summary = (): Promise<object> => town.get<object>('weeks/2026-W43');
async function textOf(paper: string): Promise<string> {
  const answer = await town.api
    .http()
    .get(`/api/months/2026-10/${paper}`)
    .set('Authorization', await town.tokenOf('office'))
    .responseType('blob');
  return (await mammoth.extractRawText({ buffer: answer.body as Buffer })).value;
}

const visits = (number: string, weeks: readonly string[]): { number: string; at: string }[] =>
  weeks.flatMap((week) => {
    const { monday } = IsoWeek.parse(week);
    return [1, 3].flatMap((days) => visit(number, monday.add({ days }).toString(), 'V01'));
  });

/** C001 comes every week; C002 misses week 43, and C003 weeks 43 and 44. */
beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  for (const code of ['C001', 'C002', 'C003']) await town.addCadre(code, { managedFrom: '2026-09-28' });
  town.punch(
    ...visits('C001', WEEKS),
    ...visits(
      'C002',
      WEEKS.filter((week) => week !== '2026-W43'),
    ),
    ...visits('C003', WEEKS.slice(0, 3)),
  );
  town.setTime('2026-11-02T08:30');
  await town.poll(clock);
}, 60_000);
afterAll(() => town.stop());

describe('a week that is waived after an objection', () => {
  it('has no figure while there is none: what was approved or issued before keeps its hash', async () => {
    const { totals, weekFigures } = await month();
    expect(totals).toMatchObject({ judged: 15, met: 12, missed: 3, misses: 3 });
    for (const figures of [totals, ...weekFigures, await summary()])
      expect(figures).not.toHaveProperty('waived');
    expect(await textOf('public-notice.docx')).not.toContain('经复核不计');
  });

  it('is counted apart from then on, so that every sum comes to the cadre-weeks judged', async () => {
    const objection = { cadreCode: 'C002', week: '2026-W43', text: '有签到簿为证' };
    const { id } = await town.ask<{ id: number }>('office', 'post', 'objections', objection);
    await town.ask('leader', 'post', `objections/${id}/decide`, { upheld: true, reason: '签到簿属实' });
    const { totals, weekFigures } = await month();
    expect(totals).toMatchObject({ judged: 15, met: 12, missed: 2, waived: 1, misses: 2, persons: 1 });
    expect(weekFigures.map(({ week, waived }) => [week, waived])).toEqual(
      WEEKS.map((week) => [week, week === '2026-W43' ? 1 : undefined]),
    );
    for (const { judged, met, missed, waived = 0 } of weekFigures) expect(met + missed + waived).toBe(judged);
    expect(await summary()).toMatchObject({ people: 3, met: 1, missed: 1, waived: 1, misses: 1 });
  });

  it('stands in the notice and in the bulletin, and nobody is named for it', async () => {
    const sentence = '未按要求完成的1人(2人次)，另有1人次经复核不计，现予公示';
    expect(await textOf('public-notice.docx')).toContain(`应考15人次，按要求完成12人次，${sentence}`);
    const bulletin = await textOf('bulletin.docx');
    expect(bulletin).toContain('本月未按要求完成的1人(2人次)，名单见附件1，另有1人次经复核不计。');
    expect(bulletin).not.toContain('签到簿');
  });

  it('is frozen with the month, whose paper can be checked', async () => {
    for (const [role, at, to] of [
      ['office', '2026-11-02T09:00', 'checking'],
      ['office', '2026-11-05T08:30', 'notice'],
      ['leader', '2026-11-12T08:30', 'approved'],
      ['office', '2026-11-13T08:30', 'issued'],
    ] as const) {
      town.setTime(at);
      const docNo = to === 'issued' ? { docNo: '官办发〔2026〕11号' } : {};
      await town.ask(role, 'post', 'months/2026-10/transitions', { to, ...docNo });
    }
    const { totals, verificationCode } = await month();
    expect(totals).toMatchObject({ missed: 2, waived: 1 });
    expect(await town.get(`verify/${verificationCode}`)).toMatchObject({ matches: true });
    expect(await town.get('settlement/reconciliation')).toMatchObject({ ok: true });
  });
});
