import { describe, expect, it } from '@jest/globals';
import { expectTown, type ExpectedWeek } from './expected-town.js';
import {
  type DemoAbsence,
  type DemoCadre,
  type DemoChecklistItem,
  type DemoClock,
  type DemoEnrolment,
  type DemoPunch,
  type DemoStory,
  type DemoTown,
  NO_STORY,
} from './town-types.js';

/** A town of one cadre (C001, number 1, organ unless said) and the clocks K03, K07 in V03, V07. */
interface MiniTown {
  readonly cadre?: Partial<DemoCadre>;
  readonly week?: string;
  /** `2026-10-20T08:41:00 K03`; what the clock wrote may follow, and after it a number other than 1. */
  readonly punches?: readonly string[];
  readonly clock?: Partial<DemoClock>;
  readonly resultAt?: readonly (string | null)[];
  readonly leave?: readonly Partial<DemoAbsence>[];
  readonly enrolments?: readonly DemoEnrolment[];
  readonly story?: Partial<DemoStory>;
}

const CADRE: DemoCadre = {
  ...{ code: 'C001', name: '甲', office: '党政办', category: 'organ', categoryChanges: [] },
  ...{ identity: 'institution', postSubsidyFen: 100_000 },
  ...{ managedFrom: '2026-01-01', managedUntil: null, homeVillageCode: null },
};

const FULL_TUESDAY = ['2026-10-20T08:41:00 K03', '2026-10-20T15:10:00 K03'];
const FULL_THURSDAY = ['2026-10-22T08:41:00 K03', '2026-10-22T15:10:00 K03'];
const FULL_FRIDAY = ['2026-10-23T08:41:00 K03', '2026-10-23T15:10:00 K03'];
const MET_WEEK = [...FULL_TUESDAY, ...FULL_THURSDAY];

function miniTown(mini: MiniTown): DemoTown {
  const week = mini.week ?? '2026-W43';
  const clocks = ['03', '07'].map((code): DemoClock => ({
    ...{ key: `K${code}`, name: code, villageCode: `V${code}`, serialNumber: code, placedFrom: '2026-07-01' },
    ...{ offsetSeconds: 0, offsetFrom: null, networkDown: [] },
    ...(code === '03' ? mini.clock : {}),
  }));
  const log = (key: string): DemoPunch[] =>
    (mini.punches ?? [])
      .map((line) => line.split(' '))
      .filter(([, clockKey]) => clockKey === key)
      .map(([trueTime = '', , clockTime = trueTime, number = '1']) => ({
        ...{ number, trueTime, clockTime, verifyMode: 1, punchState: 0, workCode: 0 },
      }));
  const item = (resultAt: string | null): DemoChecklistItem => ({
    ...{ title: '防火巡查', villageCode: null, resultText: resultAt && '无', resultAt },
  });
  return {
    ...{ seed: 0, township: { code: 'T01', name: '示范镇' }, villages: [], clocks },
    cadres: [{ ...CADRE, ...mini.cadre }],
    enrolments: mini.enrolments ?? [{ cadreCode: 'C001', clockKey: 'all', number: '1', from: '2026-08-01' }],
    punches: clocks.map(({ key }) => ({ clockKey: key, log: log(key) })),
    checklists: mini.resultAt ? [{ cadreCode: 'C001', week, items: mini.resultAt.map(item) }] : [],
    absences: (mini.leave ?? []).map((slip) => ({
      ...{
        cadreCode: 'C001',
        kind: 'sick',
        from: '',
        until: '',
        filedAt: '2026-10-09T09:00:00',
        approved: true,
      },
      ...slip,
    })),
    story: { ...NO_STORY, ...mini.story },
  };
}

function judged(mini: MiniTown): ExpectedWeek | undefined {
  return expectTown(miniTown(mini)).find(({ week }) => week === (mini.week ?? '2026-W43'));
}

describe('visit days', () => {
  it('two full days meet the organ quota, one miss costs 100 yuan', () => {
    expect(judged({ punches: MET_WEEK })).toEqual({
      ...{ cadreCode: 'C001', week: '2026-W43', month: '2026-10', category: 'organ', verdict: 'met' },
      ...{ visitDays: 2, quota: 2, availableWorkdays: 5, misses: 0, deductionFen: 0, reasons: [] },
    });
    expect(judged({ punches: FULL_TUESDAY })).toMatchObject({
      ...{ verdict: 'missed', visitDays: 1, misses: 1, deductionFen: 10_000, reasons: ['SHORT_DAYS'] },
    });
  });

  it.each([
    ['a morning punch alone is no day', '2026-10-21T08:30:00 K07', 1],
    ['11:59:59 is morning', '2026-10-21T08:30:00 K07,2026-10-21T11:59:59 K07', 1],
    ['12:00:00 is afternoon', '2026-10-21T08:30:00 K07,2026-10-21T12:00:00 K07', 2],
    ['morning here and afternoon there is one day', '2026-10-21T08:50:00 K07,2026-10-21T14:40:00 K03', 2],
    ['a date never counts twice', '2026-10-20T09:50:00 K07,2026-10-20T14:40:00 K07', 1],
    ['Sunday counts', '2026-10-25T08:50:00 K07,2026-10-25T14:40:00 K07', 2],
  ])('%s', (_, lines, visitDays) => {
    expect(judged({ punches: [...FULL_TUESDAY, ...lines.split(',')] })?.visitDays).toBe(visitDays);
  });

  it('a resident owes three days, one who becomes resident on Monday at once, one on Tuesday not yet', () => {
    const punches = MET_WEEK;
    expect(judged({ punches, cadre: { category: 'resident' } })?.verdict).toBe('missed');
    expect(judged({ punches: [...punches, ...FULL_FRIDAY], cadre: { category: 'resident' } })?.verdict).toBe(
      'met',
    );
    const becomes = (from: string) => ({ categoryChanges: [{ category: 'resident' as const, from }] });
    expect(judged({ punches, cadre: becomes('2026-10-19') })).toMatchObject({
      category: 'resident',
      quota: 3,
    });
    expect(judged({ punches, cadre: becomes('2026-10-20') })).toMatchObject({ category: 'organ', quota: 2 });
  });

  it('a number belongs to its holder at that clock from its date on', () => {
    const enrolments = [
      { cadreCode: 'C001', clockKey: 'all', number: '1', from: '2026-08-01' },
      { cadreCode: 'C001', clockKey: 'K07', number: '501', from: '2026-10-22' },
    ];
    const at = (date: string) => [`${date}T08:00:00 K07 ${date}T08:00:00 501`, `${date}T13:00:00 K03`];
    expect(judged({ enrolments, punches: at('2026-10-22') })?.visitDays).toBe(1);
    expect(judged({ enrolments, punches: at('2026-10-21') })?.visitDays).toBe(0);
    expect(judged({ punches: at('2026-10-22') })?.visitDays).toBe(0);
  });
});

describe('what is owed', () => {
  it.each([
    ['2026-W38', 6],
    ['2026-W39', 4],
    ['2026-W40', 3],
    ['2026-W41', 3],
    ['2026-W45', 5],
  ])('%s has %i workdays', (week, availableWorkdays) => {
    expect(judged({ week })).toMatchObject({ availableWorkdays, quota: 2 });
  });

  it('W40 begins in September and belongs to October', () => {
    expect(judged({ week: '2026-W40' })?.month).toBe('2026-10');
    expect(judged({ week: '2026-W39' })?.month).toBe('2026-09');
  });

  it('four days of leave leave a quota of one, a visit on a day of leave still counts', () => {
    const leave = [{ from: '2026-10-19', until: '2026-10-22' }];
    expect(judged({ leave, punches: FULL_TUESDAY })).toMatchObject({
      ...{ verdict: 'met', visitDays: 1, quota: 1, availableWorkdays: 1 },
    });
  });

  it('a week of leave is exempt, late list or not; of an errand too', () => {
    const leave = [{ from: '2026-10-19', until: '2026-10-23' }];
    expect(judged({ leave, resultAt: [null] })).toMatchObject({
      verdict: 'exempt',
      quota: 0,
      misses: 0,
      reasons: [],
    });
    const errand = [{ ...leave[0], kind: 'errand' as const }];
    expect(judged({ leave: errand })?.verdict).toBe('exempt');
  });

  it('leave that nobody approved changes nothing', () => {
    const leave = [{ from: '2026-10-19', until: '2026-10-23', approved: false }];
    expect(judged({ leave })).toMatchObject({ verdict: 'missed', quota: 2, availableWorkdays: 5 });
  });

  it('joiner and leaver owe the workdays they are managed, and have no row beyond', () => {
    expect(judged({ cadre: { managedFrom: '2026-10-23' } })).toMatchObject({
      quota: 1,
      availableWorkdays: 1,
    });
    expect(judged({ cadre: { managedUntil: '2026-10-19' } })).toMatchObject({
      quota: 1,
      availableWorkdays: 1,
    });
    expect(judged({ cadre: { managedFrom: '2026-10-26' } })).toBeUndefined();
    expect(judged({ cadre: { managedUntil: '2026-10-18' } })).toBeUndefined();
  });

  it('a miss of contract staff is a miss without money', () => {
    expect(judged({ cadre: { identity: 'contract' } })).toMatchObject({ misses: 1, deductionFen: 0 });
  });
});

describe('the checklist', () => {
  it.each([
    ['2026-10-25T23:59:59', 'met'],
    ['2026-10-26T00:00:00', 'missed'],
    ['2026-10-26T09:10:00', 'missed'],
    [null, 'missed'],
  ])('a result at %s leaves the week %s', (resultAt, verdict) => {
    const week = judged({ punches: MET_WEEK, resultAt: ['2026-10-21T10:00:00', resultAt] });
    expect(week).toMatchObject({ verdict, reasons: verdict === 'met' ? [] : ['LIST_LATE'] });
  });

  it('two causes are one miss with two reasons', () => {
    expect(judged({ punches: FULL_TUESDAY, resultAt: [null] })).toMatchObject({
      ...{ misses: 1, deductionFen: 10_000, reasons: ['SHORT_DAYS', 'LIST_LATE'] },
    });
  });
});

describe('suspect punches and silent clocks', () => {
  const fast = (offsetSeconds: number) => ({ offsetSeconds, offsetFrom: '2026-10-24T00:00:00' });

  it('an offset of 301 s at the read that brings them makes punches suspect, 300 s does not', () => {
    // Thursday is read on Thursday evening and sound; Saturday comes with the read of Saturday.
    const punches = [...FULL_THURSDAY, '2026-10-24T08:41:00 K03', '2026-10-24T15:10:00 K03'];
    const suspect = {
      verdict: 'undetermined',
      visitDays: 1,
      misses: 0,
      deductionFen: 0,
      reasons: ['REVIEW_MISSING'],
    };
    expect(judged({ punches, clock: fast(301) })).toMatchObject(suspect);
    expect(judged({ punches, clock: fast(-301) })).toMatchObject(suspect);
    expect(judged({ punches, clock: fast(300) })).toMatchObject({ verdict: 'met', visitDays: 2 });
  });

  it('the read decides, not the press: what lay in the clock when it went wrong is suspect too', () => {
    const clock = {
      ...fast(10_700),
      networkDown: [{ from: '2026-10-20T00:00:00', until: '2026-10-24T12:00:00' }],
    };
    expect(judged({ punches: MET_WEEK, clock })).toMatchObject({ verdict: 'undetermined', visitDays: 0 });
  });

  it('a suspect punch holds the verdict even when both halves fell after noon: the clock was at fault', () => {
    const punches = ['2026-10-24T08:41:00 K03', '2026-10-24T15:10:00 K03'];
    expect(judged({ punches, clock: fast(10_700) })).toMatchObject({
      verdict: 'undetermined',
      reasons: ['REVIEW_MISSING'],
    });
  });

  it('a week full without them is met', () => {
    const punches = [...MET_WEEK, '2026-10-24T08:41:00 K03'];
    expect(judged({ punches, clock: fast(10_700) })?.verdict).toBe('met');
  });

  it.each([
    ['in the future when read', 'T20:05:01', 'undetermined'],
    ['ahead by no more than the tolerance', 'T20:05:00', 'met'],
    ['that does not exist', 'T25:10:00', 'undetermined'],
  ])('a punch with a time %s (%s) leaves the week %s', (_, time, verdict) => {
    const tuesday = ['2026-10-20T08:41:00 K07', `2026-10-20T15:10:00 K03 2026-10-20${time}`];
    expect(judged({ punches: [...tuesday, ...FULL_THURSDAY] })).toMatchObject({
      ...{ verdict, visitDays: verdict === 'met' ? 2 : 1 },
    });
  });

  it.each([
    ['2026-10-20', 'met'],
    ['2026-10-21', 'undetermined'],
  ])('punches of Tuesday the 20th at a clock placed on %s leave the week %s', (placedFrom, verdict) => {
    expect(judged({ punches: MET_WEEK, clock: { placedFrom } })?.verdict).toBe(verdict);
  });

  it('a time that runs backwards in the log does not count', () => {
    const tuesday = ['2026-10-20T15:10:00 K03', '2026-10-20T15:20:00 K03 2026-10-20T08:00:00'];
    expect(judged({ punches: [...tuesday, ...FULL_THURSDAY] })).toMatchObject({
      ...{ verdict: 'undetermined', visitDays: 1, reasons: ['REVIEW_MISSING'] },
    });
  });

  it.each(['2000-01-01T00:03:00', '2026-02-31T08:41:00'])('a punch at %s belongs to no week', (clockTime) => {
    const tuesday = [`2026-10-20T08:41:00 K03 ${clockTime}`, '2026-10-20T15:10:00 K07'];
    expect(judged({ punches: [...tuesday, ...FULL_THURSDAY] })).toMatchObject({
      verdict: 'missed',
      visitDays: 1,
    });
  });

  it('punches behind a dead network come with the first read after it', () => {
    const networkDown = [{ from: '2026-10-20T00:00:00', until: '2026-10-30T00:00:00' }];
    expect(judged({ punches: MET_WEEK, clock: { networkDown } })?.verdict).toBe('met');
  });

  it('no penalty while a clock has not been read after the week, but a met week needs no coverage', () => {
    const networkDown = [{ from: '2026-10-23T18:00:00', until: '2027-01-01T00:00:00' }];
    expect(judged({ punches: FULL_TUESDAY, clock: { networkDown } })).toMatchObject({
      ...{ verdict: 'undetermined', misses: 0, reasons: ['COVERAGE_MISSING'] },
    });
    expect(judged({ punches: MET_WEEK, clock: { networkDown } })?.verdict).toBe('met');
  });
});
