import { readFileSync } from 'node:fs';
import { IsoWeek } from '@cunqin/work-calendar';
import { instantOf, type Town } from '../support/town.js';

/** An acceptance case of a week, as `test/fixtures/scenarios.json` states it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly week: string;
  readonly given: {
    readonly category: 'organ' | 'resident';
    readonly punches: readonly string[];
    readonly checklist?: readonly { due: string; resultAt: string | null }[];
    readonly leave?: readonly { kind: string; date: string; approved: boolean }[];
    readonly enterpriseVisits?: readonly { date: string; approved: boolean }[];
    readonly emergencyDuty?: readonly { from: string; until: string; order: string }[];
    readonly outages?: readonly { clock: string; from: string; until: string }[];
    readonly corrections?: readonly {
      date: string;
      half: 'morning' | 'afternoon';
      village: string;
      filedAt: string;
      approvedAt: string | null;
    }[];
    readonly managedFrom?: string;
    readonly managedUntil?: string;
    readonly coverage?: Readonly<Record<string, string>>;
  };
  readonly expect: Readonly<Record<string, unknown>> & {
    readonly reasons?: readonly string[];
    readonly waitingFor?: readonly string[];
    readonly error?: string;
    readonly year?: number;
  };
}

export const scenarios = (
  JSON.parse(readFileSync(new URL('../fixtures/scenarios.json', import.meta.url), 'utf8')) as {
    weeks: Scenario[];
  }
).weeks;

/** What `GET /assessments` answers of one cadre. */
export interface Assessment {
  readonly cadreCode: string;
  readonly month: string;
  readonly verdict: string;
  readonly quota: number;
  readonly availableWorkdays: number;
  readonly visitDays: number;
  readonly correctedDays: number;
  readonly checklist: { readonly items: number; readonly onTime: number };
  readonly reasons: readonly { readonly code: string; readonly year?: number }[];
  readonly misses: number;
  readonly deductionFen: number;
  readonly waitingFor: readonly { clockId: number; villageCode: string; coveredUntil: string | null }[];
}

/** Puts the case's cadre into the town: roster, number, leave filed by one user and approved by another. */
export async function enterCadre(town: Town, { id, given }: Scenario): Promise<void> {
  const { category, managedFrom = '2026-01-01', managedUntil } = given;
  await town.addCadre(id, { category, managedFrom, ...(managedUntil === undefined ? {} : { managedUntil }) });
  for (const { kind, date, approved } of given.leave ?? []) {
    await fileSlip(town, 'absences', { cadreCode: id, kind, from: date, until: date }, approved);
  }
}

/** Files the case's slips of the week, each approved by another person if the case says so. */
export async function fileSlips(town: Town, { id: cadreCode, given }: Scenario): Promise<void> {
  for (const { date, approved } of given.enterpriseVisits ?? []) {
    await fileSlip(town, 'enterprise-visits', { cadreCode, date, enterprise: '蒋寨电子厂' }, approved);
  }
  for (const duty of given.emergencyDuty ?? []) {
    await fileSlip(town, 'emergency-duties', { ...duty, cadreCodes: [cadreCode] }, true);
  }
  for (const { clock, from, until } of given.outages ?? []) {
    const clockId = town.clocks.find(({ villageCode }) => villageCode === clock)?.id;
    await fileSlip(town, 'outages', { clockId, from, until, cause: '停电' }, true);
  }
  for (const { date, half, village, filedAt, approvedAt } of given.corrections ?? []) {
    const slip = {
      cadreCode,
      date,
      half,
      villageCode: village,
      reason: '打卡机停电，签到簿有签名',
      witness: '村支书李四',
      filedAt,
    };
    if (approvedAt === null) {
      const refused = await town.call('office', 'post', 'corrections', slip);
      if (refused.status !== 409) throw new Error(`taken though too late: ${refused.text}`);
    } else {
      await fileSlip(town, 'corrections', slip, true);
    }
  }
}

async function fileSlip(town: Town, register: string, slip: object, approved: boolean): Promise<void> {
  const { id } = await town.ask<{ id: number }>('office', 'post', register, slip);
  if (approved) await town.ask('leader', 'post', `${register}/${id}/approve`);
}

/** The case's punches, at the clocks of their villages. */
export function punchesOf({ id, given }: Scenario): { number: string; at: string }[] {
  return given.punches.map((at) => ({ number: id, at }));
}

/**
 * Gives the case's cadre the checklist of the week and reports its results: those that came in earlier as
 * the office's paper with `at`, a later one when the town's time has come to it.
 */
export async function keepChecklist(town: Town, { id, week, given }: Scenario): Promise<void> {
  const items = given.checklist ?? [
    { due: null, resultAt: `${IsoWeek.parse(week).sunday.toString()}T00:00:00` },
  ];
  const { id: listId } = await town.ask<{ id: number }>('office', 'post', 'checklists', {
    cadreCode: id,
    week,
    items: items.map(({ due }, n) => ({ title: `第${n + 1}项`, ...(due === null ? {} : { dueAt: due }) })),
  });
  for (const [n, { resultAt }] of items.entries()) {
    if (resultAt === null) continue;
    const isPast = instantOf(resultAt).epochMilliseconds <= town.api.time.now().epochMilliseconds;
    if (!isPast) town.setTime(resultAt);
    await town.ask('office', 'put', `checklists/${listId}/items/${n + 1}/result`, {
      text: '已完成',
      ...(isPast ? { at: resultAt } : {}),
    });
  }
}
