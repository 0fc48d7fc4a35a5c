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
    const slip = { cadreCode: id, kind, from: date, until: date };
    const { id: slipId } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
    if (approved) await town.ask('leader', 'post', `absences/${slipId}/approve`);
  }
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
