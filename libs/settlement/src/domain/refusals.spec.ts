import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { MonthState } from './month-state.js';
import { refusals, type StepFacts } from './refusals.js';

/** Everything is in order on the day of approval. */
const aStep = (change: Partial<StepFacts> = {}): StepFacts => ({
  month: '2026-10',
  state: 'notice',
  to: 'approved',
  today: Temporal.PlainDate.from('2026-11-12'),
  dates: {
    summary: '2026-11-02',
    checkUntil: '2026-11-04',
    noticeFrom: '2026-11-05',
    noticeUntil: '2026-11-11',
    approval: '2026-11-12',
    issue: '2026-11-13',
  },
  missingYear: null,
  undetermined: [],
  openObjections: [],
  broken: [],
  records: [],
  sealBroken: null,
  actor: { user: 'li', name: '李四' },
  preparers: [{ user: 'zhang', name: '张三' }],
  docNo: '官办发〔2026〕11号',
  docNoTakenBy: null,
  waitsFor: null,
  approvedSha256: 'aa',
  figuresSha256: 'aa',
  unnoticed: [],
  reason: null,
  ...change,
});

const codes = (change: Partial<StepFacts>): string[] => refusals(aStep(change)).map(({ code }) => code);
const on = (date: string) => ({ today: Temporal.PlainDate.from(date) });

describe('a step of the month', () => {
  it.each<[MonthState, MonthState]>([
    ['open', 'checking'],
    ['checking', 'notice'],
    ['notice', 'approved'],
    ['approved', 'issued'],
  ])('from %s to %s is taken when nothing stands in its way', (state, to) => {
    expect(codes({ state, to })).toEqual([]);
  });

  it('is refused with every reason at once', () => {
    const everything: Partial<StepFacts> = {
      state: 'approved',
      to: 'issued',
      missingYear: 2027,
      undetermined: [
        { week: '2026-W43', cadres: 2, cadreCodes: ['C001', 'C002'], clockIds: [8], missingYears: [] },
        { week: '2026-W44', cadres: 1, cadreCodes: ['C001'], clockIds: [], missingYears: [2027] },
      ],
      openObjections: [4, 7],
      broken: [{ clockId: 3, sequence: 17 }],
      records: [{ table: 'objection_decision', key: '4', kind: 'changed' }],
      sealBroken: '2026-10-26',
      docNo: null,
      waitsFor: '2026-09',
      figuresSha256: 'bb',
    };
    expect(codes(everything)).toEqual([
      'PREVIOUS_NOT_ISSUED',
      'CALENDAR.NOTICE_MISSING',
      'WEEK_UNDETERMINED',
      'WEEK_UNDETERMINED',
      'LEDGER.CHAIN_BROKEN',
      'LEDGER.RECORD_BROKEN',
      'LEDGER.SEAL_BROKEN',
      'OBJECTION_OPEN',
      'FIGURES_CHANGED',
      'DOC_NO_MISSING',
    ]);
    for (const { message } of refusals(aStep(everything))) expect(message).toMatch(/\p{Script=Han}/u);
  });

  it.each<[MonthState, MonthState]>([
    ['open', 'notice'],
    ['open', 'issued'],
    ['checking', 'approved'],
    ['notice', 'issued'],
    ['issued', 'open'],
    ['issued', 'checking'],
    ['open', 'open'],
    ['notice', 'notice'],
    ['issued', 'issued'],
  ])('from %s to %s is none', (state, to) => {
    const [refusal, ...more] = codes({ state, to, reason: '重来' });
    expect(refusal).toMatch(/^(WRONG_STATE|ALREADY_THERE)$/);
    expect(more).toEqual([]);
  });

  it('back to open needs a reason, and nothing else', () => {
    expect(codes({ state: 'notice', to: 'open' })).toEqual(['REASON_MISSING']);
    expect(codes({ state: 'notice', to: 'open', reason: '名单有误', openObjections: [1] })).toEqual([]);
  });

  it('is taken on the day after a period, not on its last day', () => {
    expect(codes({ state: 'open', to: 'checking', ...on('2026-11-01') })).toEqual(['SUMMARY_NOT_DUE']);
    expect(codes({ state: 'open', to: 'checking', ...on('2026-11-02') })).toEqual([]);
    expect(codes({ state: 'checking', to: 'notice', ...on('2026-11-04') })).toEqual(['CHECK_RUNNING']);
    expect(codes({ state: 'checking', to: 'notice', ...on('2026-11-05') })).toEqual([]);
    expect(codes(on('2026-11-11'))).toEqual(['NOTICE_RUNNING']);
    expect(codes(on('2026-11-12'))).toEqual([]);
  });

  it('is not approved by the account or the name that prepared it', () => {
    expect(codes({ actor: { user: 'zhang', name: '李四' } })).toEqual(['APPROVER_IS_PREPARER']);
    expect(codes({ actor: { user: 'li', name: '张三' } })).toEqual(['APPROVER_IS_PREPARER']);
  });

  it('is approved again only when the figures have changed', () => {
    expect(codes({ state: 'approved', to: 'approved' })).toEqual(['ALREADY_THERE']);
    expect(codes({ state: 'approved', to: 'approved', figuresSha256: 'bb' })).toEqual([]);
  });

  it('may begin its check while the month before waits for its bulletin, but not before the books begin', () => {
    expect(codes({ state: 'open', to: 'checking', waitsFor: '2026-09' })).toEqual([]);
    expect(codes({ state: 'checking', to: 'notice', waitsFor: '2026-09' })).toEqual(['PREVIOUS_NOT_ISSUED']);
    expect(codes({ state: 'open', to: 'checking', waitsFor: '2026-12' })).toEqual(['OUT_OF_ORDER']);
  });
});

it('approval is refused while somebody is charged more than the notice showed', () => {
  const unnoticed = [{ cadreCode: 'C001', noticedFen: 0, nowFen: 10_000, weeks: ['2026-W45'] }];
  expect(codes({ unnoticed })).toEqual(['CHARGE_NOT_NOTICED']);
  expect(codes({ unnoticed, state: 'checking', to: 'notice' })).toEqual([]);
});
