import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import { Town, type TownClock, visit } from '../support/town.js';

interface Case<Given, Expected> {
  readonly id: string;
  readonly title: string;
  readonly given: Given;
  readonly expect: Expected;
}

interface Adjustment {
  readonly kind: string;
  readonly cadreCode: string;
  readonly week: string | null;
  readonly cause: string;
  readonly amountFen: number;
  readonly originMonth: string;
  readonly originDocNo: string;
  readonly originLine: number | null;
}

interface Month {
  readonly state: string;
  readonly docNo: string | null;
  readonly weeks: string[];
  readonly closing: Record<string, string>;
  readonly charged: {
    readonly line: number;
    readonly cadreCode: string;
    readonly weeks: string[];
    readonly misses: number;
    readonly computedFen: number;
    readonly deductedFen: number;
    readonly carriedFen: number;
  }[];
  readonly adjustments: Adjustment[];
  readonly totals: Record<string, number>;
  readonly yearToDate: {
    persons: number;
    occurrences: number;
    amountFen: number;
    change: number | null;
    cadreWeeks: number;
    visitDays: number;
  };
  readonly sha256?: string;
  readonly verificationCode?: string;
}

interface Reconciliation {
  readonly ok: boolean;
  readonly chargedFen: number;
  readonly adjustedFen: number;
  readonly pendingFen: number;
  readonly recomputedFen: number;
  readonly frozen: { month: string; part: string }[];
}

const file = JSON.parse(readFileSync(new URL('../fixtures/scenarios.json', import.meta.url), 'utf8')) as {
  defaults: { closing: Record<string, Record<string, string> & { weeks: string[] }> };
  months: Case<Record<string, unknown>, Record<string, unknown>>[];
};
const closing = file.defaults.closing['2026-10'];
if (!closing) throw new Error('the worked calendar of October 2026 is missing');
const { weeks: WEEKS, ...DATES } = closing;

function caseOf<Given, Expected>(id: string): Case<Given, Expected> {
  const found = file.months.find((one) => one.id === id);
  if (!found) throw new Error(`case ${id} is missing`);
  return found as Case<Given, Expected>;
}

const ceiling = caseOf<
  { category: string; postSubsidyFen: number; missedWeeks: string[] },
  { misses: number; computedFen: number; deductedFen: number; carriedFen: number }
>('15b');
const review = caseOf<
  { month: string; misses: number; issuedOn: string; reviewUpheldOn: string },
  {
    octoberDeductedFen: number;
    novemberAdjustments: { kind: string; amountFen: number; originMonth: string }[];
    yearToDateOccurrencesChange: number;
  }
>('16');

const NOVEMBER = ['2026-W45', '2026-W46', '2026-W47', '2026-W48'];
const DOC_NO = '官办发〔2026〕11号';

/** Two visit days in each of the weeks. */
const visits = (number: string, weeks: readonly string[]) =>
  weeks.flatMap((week) => {
    const { monday } = IsoWeek.parse(week);
    return [1, 3].flatMap((days) => visit(number, monday.add({ days }).toString(), 'V01'));
  });

let town: Town;
let clock: TownClock;

const month = (name = '2026-10'): Promise<Month> => town.get<Month>(`months/${name}`);
const take = (role: 'office' | 'leader' | 'admin', to: string, body: object = {}, name = '2026-10') =>
  town.call(role, 'post', `months/${name}/transitions`, { to, ...body });
const codesOf = (answer: { body: { reasons?: { code: string }[] } }): string[] =>
  (answer.body.reasons ?? []).map(({ code }) => code);
const reconciliation = (): Promise<Reconciliation> => town.get<Reconciliation>('settlement/reconciliation');

beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  clock = await town.addClock('V01');
  const managedFrom = '2026-09-28';
  await town.addCadre('C000', { managedFrom });
  await town.addCadre('C015', {
    managedFrom,
    category: ceiling.given.category,
    postSubsidyFen: ceiling.given.postSubsidyFen,
  });
  await town.addCadre('C016', { managedFrom });
  await town.addCadre('C017', { managedFrom, identity: 'contract' });
  town.punch(
    ...visits('C000', WEEKS),
    ...visits(
      'C016',
      WEEKS.filter((week) => week !== '2026-W43'),
    ),
    // A number that nobody has mapped yet.
    ...visits('X015', ['2026-W44']),
    ...visits('C017', WEEKS.slice(1)),
  );
}, 60_000);
afterAll(() => town.stop());

describe('October 2026, by the worked calendar', () => {
  it('has five weeks and the dates of the procedure', async () => {
    const open = await month();
    expect(open).toMatchObject({ state: 'open', weeks: WEEKS, closing: DATES });
  });

  it('is refused before its summary is due, and names every week without proof at once', async () => {
    town.setTime('2026-11-01T20:00');
    const refused = await take('office', 'checking');
    expect(refused).toMatchObject({ status: 409, body: { code: 'MONTH.REFUSED' } });
    expect(codesOf(refused).sort()).toEqual(
      [...Array<string>(4).fill('WEEK_UNDETERMINED'), 'SUMMARY_NOT_DUE'].sort(),
    );
    expect(refused.body.reasons).toContainEqual(
      expect.objectContaining({ code: 'WEEK_UNDETERMINED', week: '2026-W43', clockIds: [clock.id] }),
    );
    expect((await month()).state).toBe('open');
  });

  it(`${ceiling.id}: ${ceiling.title}`, async () => {
    town.setTime(`${DATES['summary']}T08:30`);
    await town.poll(clock);
    const { charged } = await month();
    expect(charged.find(({ cadreCode }) => cadreCode === 'C015')).toMatchObject({
      ...ceiling.expect,
      weeks: ceiling.given.missedWeeks,
    });
    expect(charged.map(({ line, cadreCode }) => [line, cadreCode])).toEqual([
      [1, 'C015'],
      [2, 'C016'],
      [3, 'C017'],
    ]);
    // Contract staff are counted, and pay nothing.
    expect(charged[2]).toMatchObject({ misses: 1, computedFen: 0, deductedFen: 0 });
  });

  it('is not noticed before the check period has passed, nor approved before the notice has', async () => {
    expect((await take('office', 'notice')).body).toMatchObject({ reasons: [{ code: 'WRONG_STATE' }] });
    expect(await take('office', 'checking', { by: '张三' })).toMatchObject({ status: 200 });
    expect(codesOf(await take('office', 'checking'))).toEqual(['ALREADY_THERE']);
    town.setTime(`${DATES['checkUntil']}T23:00`);
    expect(codesOf(await take('office', 'notice'))).toEqual(['CHECK_RUNNING']);
    town.setTime(`${DATES['noticeFrom']}T08:30`);
    expect((await take('office', 'notice', { by: '张三' })).body).toMatchObject({
      state: 'notice',
      closing: DATES,
    });
    town.setTime(`${DATES['noticeUntil']}T23:00`);
    expect(codesOf(await take('leader', 'approved', { by: '张三' }))).toEqual([
      'NOTICE_RUNNING',
      'APPROVER_IS_PREPARER',
    ]);
  });

  it('is approved by a leader who did not prepare it, and waits for open objections', async () => {
    const nobody = { cadreCode: 'C001', week: '2026-W44', text: '在村里' };
    expect(await town.call('cadre', 'post', 'objections', nobody)).toMatchObject({
      status: 404,
      body: { code: 'OBJECTIONS.NOT_JUDGED' },
    });
    const raised = await town.ask<{ id: number; kind: string; decideBy: string }>(
      'office',
      'post',
      'objections',
      {
        cadreCode: 'C016',
        week: '2026-W43',
        text: '周四在村里',
      },
    );
    expect(raised).toMatchObject({ kind: 'objection', state: 'open', decideBy: '2026-11-18' });
    town.setTime(`${DATES['approval']}T08:30`);
    expect(await take('office', 'approved')).toMatchObject({
      status: 403,
      body: { code: 'MONTH.FORBIDDEN_STEP' },
    });
    expect(codesOf(await take('leader', 'approved'))).toEqual(['OBJECTION_OPEN']);
    const own = await town.call('office', 'post', `objections/${raised.id}/decide`, {
      upheld: true,
      reason: '属实',
    });
    expect(own).toMatchObject({ status: 403, body: { code: 'OBJECTIONS.OWN' } });
    await town.ask('leader', 'post', `objections/${raised.id}/decide`, { upheld: false, reason: '没有打卡' });
    const again = await town.call('leader', 'post', `objections/${raised.id}/decide`, {
      upheld: true,
      reason: '改',
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'OBJECTIONS.ALREADY_DECIDED' } });
    expect((await take('leader', 'approved', { by: '李四' })).body).toMatchObject({ state: 'approved' });
    const late = { cadreCode: 'C015', week: '2026-W44', text: '公示已过' };
    expect(await town.call('office', 'post', 'objections', late)).toMatchObject({
      status: 409,
      body: { code: 'OBJECTIONS.TOO_LATE', fields: [{ message: `期限 ${DATES['noticeUntil']}` }] },
    });
  });

  it('must be approved again when the figures change after the approval', async () => {
    const slip = { cadreCode: 'C017', kind: 'annual', from: '2026-09-28', until: '2026-09-30' };
    const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
    await town.ask('leader', 'post', `absences/${id}/approve`);
    expect(codesOf(await take('office', 'issued'))).toEqual(['FIGURES_CHANGED', 'DOC_NO_MISSING']);
    expect((await take('leader', 'approved', { by: '李四' })).status).toBe(200);
    expect(codesOf(await take('leader', 'approved'))).toEqual(['ALREADY_THERE']);
  });

  it('is issued once, whoever asks at the same time, and everything in it is frozen', async () => {
    town.setTime(`${review.given.issuedOn}T08:30`);
    const answers = await Promise.all([1, 2, 3].map(() => take('office', 'issued', { docNo: DOC_NO })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const issued = await month();
    expect(issued).toMatchObject({
      state: 'issued',
      docNo: DOC_NO,
      closing: DATES,
      issued: { by: 'office-1' },
      approved: { by: 'leader-1', name: '李四' },
      totals: { persons: 2, misses: 6, deductedFen: 50_000 },
      yearToDate: { persons: 2, occurrences: 6, amountFen: 50_000 },
    });
    expect(issued.charged.find(({ cadreCode }) => cadreCode === 'C016')).toMatchObject({
      misses: review.given.misses,
      deductedFen: review.expect.octoberDeductedFen,
    });
    for (const table of ['settled_month', 'settled_line', 'settled_cadre', 'month_transition', 'objection']) {
      await expect(town.database.query(`DELETE FROM ${table}`)).rejects.toThrow('append only');
    }
    const { items } = await town.get<{ items: { settled: boolean }[] }>('assessments?week=2026-W43');
    expect(items.map(({ settled }) => settled)).toEqual([true, true, true, true]);
    expect(codesOf(await take('leader', 'open', { reason: '重来' }))).toEqual(['WRONG_STATE']);
  });

  it('has a code on paper that anybody can check, and that says nothing about persons', async () => {
    const { verificationCode = '', sha256 } = await month();
    expect(verificationCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const asked = await town.api
      .http()
      .get(`/api/verify/${verificationCode.toLowerCase().replaceAll('-', '')}`);
    expect(asked).toMatchObject({
      status: 200,
      body: { matches: true, month: '2026-10', docNo: DOC_NO, sha256 },
    });
    expect(asked.text).not.toMatch(/C0|干部/);
    expect((await town.api.http().get('/api/verify/AAAA-AAAA-AAAA')).body).toMatchObject({ matches: false });
  });
});

describe('after the bulletin', () => {
  let frozen: Month;
  beforeAll(async () => {
    frozen = await month();
  });

  it(`${review.id}: ${review.title}`, async () => {
    town.setTime(`${review.given.reviewUpheldOn}T09:00`);
    const before = (await month('2026-11')).yearToDate;
    const raised = await town.ask<{ id: number }>('office', 'post', 'objections', {
      cadreCode: 'C016',
      week: '2026-W43',
      text: '有签到簿为证',
    });
    expect(raised).toMatchObject({ kind: 'review' });
    await town.ask('leader', 'post', `objections/${raised.id}/decide`, {
      upheld: true,
      reason: '签到簿属实',
    });
    const november = await month('2026-11');
    expect(november.adjustments).toEqual(
      review.expect.novemberAdjustments.map((line) => expect.objectContaining(line)),
    );
    expect(november.adjustments[0]).toMatchObject({
      cadreCode: 'C016',
      week: '2026-W43',
      cause: 'REVIEW',
      originDocNo: DOC_NO,
      originLine: 2,
    });
    expect(november.yearToDate.occurrences - before.occurrences).toBe(
      review.expect.yearToDateOccurrencesChange,
    );
    expect(november.yearToDate.persons).toBe(before.persons - 1);
    expect(await month()).toEqual(frozen);
    const evidence = await town.get<{ verdict: string; misses: number; waivedFor: string }>(
      'assessments/2026-W43/C016',
    );
    expect(evidence).toMatchObject({
      verdict: 'missed',
      misses: 0,
      deductionFen: 0,
      waivedFor: '签到簿属实',
    });
  });

  it('a miss that the ceiling had hidden is set right in the count, and moves no money', async () => {
    const slip = { cadreCode: 'C015', kind: 'annual', from: '2026-10-12', until: '2026-10-16' };
    const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
    await town.ask('leader', 'post', `absences/${id}/approve`);
    const line = (await month('2026-11')).adjustments.find(({ cadreCode }) => cadreCode === 'C015');
    expect(line).toMatchObject({ kind: 'reversal', week: '2026-W42', cause: 'FACTS', amountFen: 0 });
  });

  it('punches that only now are known to be somebody’s set the month right by themselves', async () => {
    await town.enrol('C015', 'X015', { from: '2026-10-26' });
    const lines = (await month('2026-11')).adjustments.filter(({ cadreCode }) => cadreCode === 'C015');
    expect(lines.map(({ week, amountFen }) => [week, amountFen])).toEqual([
      ['2026-W42', 0],
      ['2026-W44', -10_000],
    ]);
  });

  it('charged + adjustments = a recomputation of all weeks, before and after the next month carries them', async () => {
    expect(await reconciliation()).toMatchObject({
      ok: true,
      chargedFen: 50_000,
      adjustedFen: 0,
      pendingFen: -20_000,
      recomputedFen: 30_000,
    });
    town.setTime('2026-11-30T08:30');
    town.punch(...['C000', 'C015', 'C016', 'C017'].flatMap((code) => visits(code, NOVEMBER)));
    await town.poll(clock);
    expect(codesOf(await take('office', 'checking', {}, '2026-12'))).toEqual(['CALENDAR.NOTICE_MISSING']);
    expect((await take('office', 'checking', {}, '2026-11')).status).toBe(200);
    expect(codesOf(await take('office', 'open', {}, '2026-11'))).toEqual(['REASON_MISSING']);
    const givenBack = await take('office', 'open', { reason: '名单有误' }, '2026-11');
    expect(givenBack.body).toMatchObject({ state: 'open', prepared: null });
    expect((await take('office', 'checking', {}, '2026-11')).status).toBe(200);
    town.setTime('2026-12-03T08:30');
    expect((await take('office', 'notice', {}, '2026-11')).status).toBe(200);
    town.setTime('2026-12-10T08:30');
    expect((await take('leader', 'approved', {}, '2026-11')).status).toBe(200);
    expect(codesOf(await take('office', 'issued', { docNo: DOC_NO }, '2026-11'))).toEqual(['DOC_NO_TAKEN']);
    const issued = await take('office', 'issued', { docNo: '官办发〔2026〕12号' }, '2026-11');
    expect(issued.body).toMatchObject({
      state: 'issued',
      totals: { deductedFen: 0, reversalsFen: -20_000, netFen: -20_000 },
    });
    expect(await reconciliation()).toMatchObject({
      ok: true,
      adjustedFen: -20_000,
      pendingFen: 0,
      recomputedFen: 30_000,
    });
    expect((await month('2026-12')).adjustments).toEqual([]);
    expect(await month()).toEqual(frozen);
  });
});

describe('the weeks before the clocks', () => {
  it('are typed with their source, and stand in the year and in the comparison with the year before', async () => {
    const { yearToDate: before } = await month('2026-12');
    const thisYear = {
      fromWeek: '2026-W01',
      untilWeek: '2026-W39',
      cadreWeeks: 1833,
      visitDays: 6800,
      persons: 5,
      occurrences: 9,
      amountFen: 90_000,
      source: '官办发〔2026〕10号附件',
    };
    const lastYear = {
      fromWeek: '2025-W01',
      untilWeek: '2025-W52',
      cadreWeeks: 2400,
      visitDays: 7200,
      source: '2025年度纸质台账',
    };
    await town.ask('office', 'post', 'baselines', { ...thisYear, visitDays: 1 });
    for (const body of [thisYear, lastYear]) await town.ask('office', 'post', 'baselines', body);
    const { yearToDate } = await month('2026-12');
    expect(yearToDate.persons - before.persons).toBe(5);
    expect(yearToDate.occurrences - before.occurrences).toBe(9);
    expect(yearToDate.amountFen - before.amountFen).toBe(90_000);
    // The year has come to W49, and the stretch typed for last year is a longer one: nothing to compare.
    expect(yearToDate.change).toBeNull();
    await town.ask('office', 'post', 'baselines', {
      ...lastYear,
      untilWeek: '2025-W49',
      cadreWeeks: 2000,
      visitDays: 6000,
    });
    const { yearToDate: compared } = await month('2026-12');
    expect(compared).toMatchObject({ lastYear: { cadreWeeks: 2000, source: '2025年度纸质台账' } });
    expect(compared.change).toBeCloseTo(compared.visitDays / compared.cadreWeeks / 3 - 1, 12);
  });

  it.each([
    ['weeks of two years', { untilWeek: '2026-W02' }, 'untilWeek'],
    ['an end before its beginning', { fromWeek: '2025-W20' }, 'untilWeek'],
    ['more persons than misses', { persons: 3, occurrences: 2 }, 'occurrences'],
    ['a list that is not the number', { persons: 1, occurrences: 1, cadreCodes: ['C1', 'C2'] }, 'cadreCodes'],
    ['eight days a week', { visitDays: 9000 }, 'visitDays'],
  ])('with %s are refused', async (_, fault, field) => {
    const sound = {
      fromWeek: '2025-W01',
      untilWeek: '2025-W10',
      cadreWeeks: 10,
      visitDays: 20,
      source: '台账',
    };
    const refused = await town.call('office', 'post', 'baselines', { ...sound, ...fault });
    expect(refused).toMatchObject({ status: 400, body: { code: 'BASELINES.INVALID', fields: [{ field }] } });
  });
});

describe('a book that somebody changed behind the program’s back', () => {
  it('18: a bulletin over a broken chain is refused, and the reason names clock and record', async () => {
    await town.database.query('ALTER TABLE punch DISABLE TRIGGER USER');
    await town.database.query(
      `UPDATE punch SET raw = set_byte(raw, 0, get_byte(raw, 0) # 1) WHERE clock_id = $1 AND sequence = 3`,
      [clock.id],
    );
    town.setTime('2027-01-04T08:30');
    const late = { cadreCode: 'C015', week: '2026-W44', text: '复核期已过' };
    expect(await town.call('office', 'post', 'objections', late)).toMatchObject({
      status: 409,
      body: { code: 'OBJECTIONS.TOO_LATE', fields: [{ message: '期限 2026-12-13' }] },
    });
    const refused = await take('office', 'checking', {}, '2026-12');
    expect(refused.body.reasons).toContainEqual(
      expect.objectContaining({ code: 'LEDGER.CHAIN_BROKEN', clockId: clock.id, sequence: 3 }),
    );
    expect(codesOf(refused)).toContain('CALENDAR.NOTICE_MISSING');
  });

  it('is refused over a decision that somebody wrote otherwise', async () => {
    await town.database.query('ALTER TABLE objection_decision DISABLE TRIGGER USER');
    await town.database.query(`UPDATE objection_decision SET upheld = true WHERE objection_id = 1`);
    expect((await take('office', 'checking', {}, '2026-12')).body.reasons).toContainEqual(
      expect.objectContaining({
        code: 'LEDGER.RECORD_BROKEN',
        table: 'objection_decision',
        key: '1',
        kind: 'changed',
      }),
    );
  });

  it('is named by month and part', async () => {
    await town.database.query('ALTER TABLE settled_cadre DISABLE TRIGGER USER');
    await town.database.query(
      `UPDATE settled_cadre SET deducted_fen = 0 WHERE month = '2026-10' AND cadre_code = 'C016'`,
    );
    const found = await reconciliation();
    expect(found.ok).toBe(false);
    expect(found.frozen).toEqual([{ month: '2026-10', part: 'cadres' }]);
  });
});
