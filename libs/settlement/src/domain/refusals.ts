import type { CodedReason } from '@cunqin/platform/errors';
import { Temporal } from 'temporal-polyfill';
import type { ClosingDates } from './closing-dates.js';
import type { MonthState } from './month-state.js';
import type { UnnoticedCharge } from './noticed-charges.js';

/** A week that cannot be settled, and what it waits for. */
export interface UndeterminedWeek {
  readonly week: string;
  readonly cadres: number;
  /** The first of them. */
  readonly cadreCodes: readonly string[];
  readonly clockIds: readonly number[];
  /** Years whose holiday notice is missing. */
  readonly missingYears: readonly number[];
}

/** Who takes a step, or took one. */
export interface Actor {
  readonly user: string;
  /** The name that stands on paper. */
  readonly name: string | null;
}

/** All that decides whether a month may take a step. */
export interface StepFacts {
  readonly month: string;
  readonly state: MonthState;
  readonly to: MonthState;
  readonly today: Temporal.PlainDate;
  /** `null` while a holiday notice is missing. */
  readonly dates: ClosingDates | null;
  readonly missingYear: number | null;
  readonly undetermined: readonly UndeterminedWeek[];
  readonly openObjections: readonly number[];
  readonly broken: readonly { readonly clockId: number; readonly sequence: number }[];
  /** Other evidence that is not what its journal says. */
  readonly records: readonly { readonly table: string; readonly key: string; readonly kind: string }[];
  /** The first date whose daily seal does not hold, or `null`. */
  readonly sealBroken: string | null;
  readonly actor: Actor;
  /** Who began the check and the notice. */
  readonly preparers: readonly Actor[];
  readonly docNo: string | null;
  /** The month that bears this number already. */
  readonly docNoTakenBy: string | null;
  /** The month that is issued next, when it is not this one. */
  readonly waitsFor: string | null;
  /** The figures that were approved, and those of now; hex. */
  readonly approvedSha256: string | null;
  readonly figuresSha256: string;
  /** Charges the public notice did not show as they are now. */
  readonly unnoticed: readonly UnnoticedCharge[];
  /** Why a month is given back. */
  readonly reason: string | null;
}

type Step = (facts: StepFacts) => CodedReason[];

/** The month goes forward by one step; before it is issued it may be given back. */
const FROM: Readonly<Record<MonthState, readonly MonthState[]>> = {
  open: ['checking', 'notice', 'approved'],
  checking: ['open'],
  notice: ['checking'],
  approved: ['notice', 'approved'],
  issued: ['approved'],
};

/** What must be true of every step forward. */
const SOUND: readonly Step[] = [noticeMissing, undetermined, broken];

const NEEDS: Readonly<Record<MonthState, readonly Step[]>> = {
  open: [reasonMissing],
  checking: [beforeTheBooks, ...SOUND, summaryNotDue],
  notice: [outOfOrder, ...SOUND, objectionOpen, checkRunning],
  approved: [outOfOrder, ...SOUND, objectionOpen, noticeRunning, notNoticed, approverIsPreparer],
  issued: [outOfOrder, ...SOUND, objectionOpen, figuresChanged, docNoMissing, docNoTaken],
};

/**
 * Everything that keeps a month from a step, at once; nothing: it may be taken. A step that does not
 * follow from the state is refused for that alone: the rest would be about another step.
 */
export function refusals(facts: StepFacts): CodedReason[] {
  const wrong = wrongState(facts);
  return wrong ? [wrong] : NEEDS[facts.to].flatMap((step) => step(facts));
}

function wrongState({ state, to, approvedSha256, figuresSha256 }: StepFacts): CodedReason | null {
  if (state === to && !(to === 'approved' && approvedSha256 !== figuresSha256)) {
    return { code: 'ALREADY_THERE', message: `已经是“${STATE_NAMES[state]}”`, state };
  }
  if (FROM[to].includes(state)) return null;
  return {
    code: 'WRONG_STATE',
    message: `现在是“${STATE_NAMES[state]}”，不能转为“${STATE_NAMES[to]}”`,
    state,
    to,
  };
}

const STATE_NAMES: Readonly<Record<MonthState, string>> = {
  open: '未结账',
  checking: '核对期',
  notice: '公示',
  approved: '已批准',
  issued: '已印发',
};

/** The check may begin while the month before waits for its bulletin; no more than that. */
function beforeTheBooks(facts: StepFacts): CodedReason[] {
  return facts.waitsFor !== null && facts.waitsFor > facts.month ? outOfOrder(facts) : [];
}

function outOfOrder({ waitsFor, month }: StepFacts): CodedReason[] {
  if (waitsFor === null) return [];
  return waitsFor < month
    ? [{ code: 'PREVIOUS_NOT_ISSUED', message: `${waitsFor} 尚未印发`, month: waitsFor }]
    : [{ code: 'OUT_OF_ORDER', message: `账已结过以后的月份，下一个是 ${waitsFor}`, month: waitsFor }];
}

function noticeMissing({ missingYear, undetermined: weeks }: StepFacts): CodedReason[] {
  const years = new Set(weeks.flatMap(({ missingYears }) => missingYears));
  if (missingYear !== null) years.add(missingYear);
  return [...years].sort().map((year) => ({
    code: 'CALENDAR.NOTICE_MISSING',
    message: `${year}年节假日安排未录入`,
    year,
  }));
}

function undetermined({ undetermined: weeks }: StepFacts): CodedReason[] {
  return weeks.map(({ week, cadres, cadreCodes, clockIds }) => ({
    code: 'WEEK_UNDETERMINED',
    message: `${week} 有${cadres}人未评定${clockIds.length > 0 ? `（等待打卡机 ${clockIds.join('、')}）` : ''}`,
    week,
    cadres,
    cadreCodes,
    clockIds,
  }));
}

function broken({ broken: links, records, sealBroken }: StepFacts): CodedReason[] {
  const chains = links.map(({ clockId, sequence }) => ({
    code: 'LEDGER.CHAIN_BROKEN',
    message: `打卡机 ${clockId} 的链条在第 ${sequence} 条断裂`,
    clockId,
    sequence,
  }));
  const changed = records.map(({ table, key, kind }) => ({
    code: 'LEDGER.RECORD_BROKEN',
    message: `${table} ${key} 与流水不符`,
    table,
    key,
    kind,
  }));
  if (sealBroken === null) return [...chains, ...changed];
  const seal = { code: 'LEDGER.SEAL_BROKEN', message: `${sealBroken} 的封印对不上`, date: sealBroken };
  return [...chains, ...changed, seal];
}

function objectionOpen({ openObjections: ids }: StepFacts): CodedReason[] {
  if (ids.length === 0) return [];
  return [{ code: 'OBJECTION_OPEN', message: `${ids.length}份异议未处理`, ids }];
}

function summaryNotDue({ dates, today }: StepFacts): CodedReason[] {
  if (dates === null || !isBefore(today, dates.summary)) return [];
  return [{ code: 'SUMMARY_NOT_DUE', message: `${dates.summary} 才汇总`, due: dates.summary }];
}

function checkRunning({ dates, today }: StepFacts): CodedReason[] {
  if (dates === null || isBefore(Temporal.PlainDate.from(dates.checkUntil), today.toString())) return [];
  return [{ code: 'CHECK_RUNNING', message: `核对期到 ${dates.checkUntil}`, until: dates.checkUntil }];
}

function noticeRunning({ dates, today }: StepFacts): CodedReason[] {
  if (dates === null || isBefore(Temporal.PlainDate.from(dates.noticeUntil), today.toString())) return [];
  return [{ code: 'NOTICE_RUNNING', message: `公示到 ${dates.noticeUntil}`, until: dates.noticeUntil }];
}

function notNoticed({ unnoticed }: StepFacts): CodedReason[] {
  if (unnoticed.length === 0) return [];
  return [
    {
      code: 'CHARGE_NOT_NOTICED',
      message: `${unnoticed.length}人的扣发未经公示，或公示后增加、换了周次，须退回重新公示`,
      charges: unnoticed,
    },
  ];
}

function approverIsPreparer({ actor, preparers }: StepFacts): CodedReason[] {
  const same = preparers.find(
    ({ user, name }) => user === actor.user || (name !== null && name === actor.name),
  );
  if (same === undefined) return [];
  return [{ code: 'APPROVER_IS_PREPARER', message: '批准人不能是经办人', preparer: same.name ?? same.user }];
}

function figuresChanged({ approvedSha256, figuresSha256 }: StepFacts): CodedReason[] {
  if (approvedSha256 === figuresSha256) return [];
  return [
    {
      code: 'FIGURES_CHANGED',
      message: '批准之后数据有变化，须重新批准',
      approved: approvedSha256,
      now: figuresSha256,
    },
  ];
}

function docNoMissing({ docNo }: StepFacts): CodedReason[] {
  return docNo === null ? [{ code: 'DOC_NO_MISSING', message: '缺少文号' }] : [];
}

function docNoTaken({ docNo, docNoTakenBy }: StepFacts): CodedReason[] {
  if (docNoTakenBy === null) return [];
  return [
    { code: 'DOC_NO_TAKEN', message: `文号 ${docNo} 已用于 ${docNoTakenBy}`, docNo, month: docNoTakenBy },
  ];
}

function reasonMissing({ reason }: StepFacts): CodedReason[] {
  return reason === null ? [{ code: 'REASON_MISSING', message: '退回须说明理由' }] : [];
}

function isBefore(date: Temporal.PlainDate, other: string): boolean {
  return Temporal.PlainDate.compare(date, Temporal.PlainDate.from(other)) < 0;
}
