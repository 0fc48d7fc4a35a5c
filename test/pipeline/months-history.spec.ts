import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IsoWeek } from '@cunqin/work-calendar';
import { Town, type TownClock, visit } from '../support/town.js';

const MONTHS = ['2026-07', '2026-08', '2026-09', '2026-10'] as const;
const CADRES = [
  { code: 'C001', postSubsidyFen: 80_000 },
  { code: 'C002', postSubsidyFen: 25_000 },
  { code: 'C003', postSubsidyFen: 10_000, category: 'resident' },
  { code: 'C004', postSubsidyFen: 0 },
  { code: 'C005', postSubsidyFen: 80_000, identity: 'contract' },
] as const;

/** Something that happens after a week was settled. */
const anyEvent = fc.record({
  kind: fc.constantFrom('leave', 'leave', 'upheld', 'dismissed', 'number', 'policy', 'late cadre'),
  cadre: fc.nat({ max: CADRES.length - 1 }),
  week: fc.nat({ max: 4 }),
  setting: fc.constantFrom<object>(
    { unitFen: 5_000 },
    { charge: 'per-cause' },
    { charge: 'per-item-and-day' },
    { ceiling: 'none' },
    { quota: { organ: 1, resident: 3 } },
    {},
  ),
});

/** For each month, what happens once it is issued: the same in every run. */
const plan = fc.sample(fc.array(anyEvent, { minLength: 6, maxLength: 8 }), {
  numRuns: MONTHS.length,
  seed: 20261121,
});

interface Month {
  readonly weeks: string[];
  readonly closing: Record<string, string>;
  readonly charged: { deductedFen: number }[];
  readonly adjustments: { amountFen: number }[];
  readonly totals: { deductedFen: number; netFen: number };
}

interface Reconciliation {
  readonly ok: boolean;
  readonly months: number;
  readonly chargedFen: number;
  readonly adjustedFen: number;
  readonly pendingFen: number;
  readonly recomputedFen: number;
}

interface Assessment {
  readonly cadreCode: string;
  readonly deductionFen: number;
}

let town: Town;
let clock: TownClock;
let lateCadres = 0;
const issued = new Map<string, Month>();

const month = (name: string): Promise<Month> => town.get<Month>(`months/${name}`);
const step = (role: 'office' | 'leader', name: string, to: string, body: object = {}): Promise<Month> =>
  town.ask<Month>(role, 'post', `months/${name}/transitions`, { to, ...body });

beforeAll(async () => {
  town = await Town.start('2026-06-29T08:00');
  await town.addVillages(1);
  clock = await town.addClock('V01');
  for (const { code, ...fields } of CADRES)
    await town.addCadre(code, { managedFrom: '2026-06-29', ...fields });
}, 60_000);
afterAll(() => town.stop());

/** Some come, some do not, and some punch under numbers that nobody has mapped yet. */
function punchMonth(weeks: readonly string[]): void {
  for (const [n, week] of weeks.entries()) {
    const { monday } = IsoWeek.parse(week);
    for (const [c, { code }] of CADRES.entries()) {
      const days = (n + c) % 3;
      const number = (n * 2 + c) % 5 === 0 ? `X${code}` : code;
      town.punch(
        ...[0, 1].slice(0, days).flatMap((day) => visit(number, monday.add({ days: day }).toString(), 'V01')),
      );
    }
  }
}

async function close(name: string, docNo: string): Promise<Month> {
  const { weeks } = await month(name);
  punchMonth(weeks);
  const { closing } = await month(name);
  town.setTime(`${closing['summary']}T08:30`);
  await town.poll(clock);
  await step('office', name, 'checking');
  town.setTime(`${(await month(name)).closing['noticeFrom']}T08:30`);
  await step('office', name, 'notice');
  town.setTime(`${(await month(name)).closing['approval']}T08:30`);
  await step('leader', name, 'approved');
  return step('office', name, 'issued', { docNo });
}

async function happen(event: (typeof plan)[number][number], weeks: readonly string[]): Promise<void> {
  const cadreCode = CADRES[event.cadre]?.code ?? 'C001';
  const week = weeks[event.week % weeks.length] ?? '';
  const { monday } = IsoWeek.parse(week);
  switch (event.kind) {
    case 'leave': {
      const slip = {
        cadreCode,
        kind: 'annual',
        from: monday.toString(),
        until: monday.add({ days: 3 }).toString(),
      };
      const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
      await town.ask('leader', 'post', `absences/${id}/approve`);
      return;
    }
    case 'upheld':
    case 'dismissed': {
      const raised = { cadreCode, week, text: '请复核' };
      const { id } = await town.ask<{ id: number }>('office', 'post', 'objections', raised);
      const decision = { upheld: event.kind === 'upheld', reason: '经核实' };
      await town.ask('leader', 'post', `objections/${id}/decide`, decision);
      return;
    }
    case 'number':
      // Refused when it is mapped already: then nothing happens.
      await town.call('office', 'post', 'enrolments', {
        cadreCode,
        clockId: 'all',
        number: `X${cadreCode}`,
        from: monday.toString(),
        until: monday.add({ days: 6 }).toString(),
      });
      return;
    case 'policy':
      await town.ask('admin', 'post', 'policies', {
        effectiveFrom: week,
        clause: '每周未及时完成工作清单的，每次扣100元。',
        intoIssuedMonths: true,
        ...event.setting,
      });
      return;
    case 'late cadre':
      lateCadres += 1;
      await town.addCadre(`L${lateCadres}`, { managedFrom: monday.toString(), postSubsidyFen: 15_000 });
  }
}

/** All at once: week after week they would take as long as everything else together. */
async function judgedWeeks(weeks: readonly string[]): Promise<Map<string, Assessment[]>> {
  const answers = await Promise.all(
    weeks.map((week) => town.get<{ items: Assessment[] }>(`assessments?week=${week}`)),
  );
  return new Map(weeks.map((week, n) => [week, answers[n]?.items ?? []]));
}

/** What the assessments say, added up by hand: no line of the program's own sums. */
async function recomputed(): Promise<number> {
  const [{ items: policies }, { items: cadres }, judged] = await Promise.all([
    town.get<{ items: { effectiveFrom: string; version: number; ceiling: string }[] }>('policies'),
    town.get<{ items: { code: string; postSubsidyFen: number }[] }>('cadres?pageSize=500'),
    judgedWeeks([...issued.values()].flatMap(({ weeks }) => weeks)),
  ]);
  const subsidies = new Map(cadres.map(({ code, postSubsidyFen }) => [code, postSubsidyFen]));
  let total = 0;
  for (const { weeks } of issued.values()) {
    const byCadre = new Map<string, number>();
    for (const { cadreCode, deductionFen } of weeks.flatMap((week) => judged.get(week) ?? [])) {
      byCadre.set(cadreCode, (byCadre.get(cadreCode) ?? 0) + deductionFen);
    }
    const last = weeks.at(-1) ?? '';
    const [inForce] = policies
      .filter(({ effectiveFrom }) => effectiveFrom <= last)
      .sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom) || b.version - a.version);
    for (const [cadreCode, fen] of byCadre) {
      total += inForce?.ceiling === 'none' ? fen : Math.min(fen, subsidies.get(cadreCode) ?? 0);
    }
  }
  return total;
}

describe('a history of months with everything that can come late', () => {
  it.each(MONTHS.map((name, index) => [name, index] as const))(
    '%s: charged + adjustments = a recomputation of all weeks, after every single event',
    async (name, index) => {
      issued.set(name, await close(name, `官办发〔2026〕${index + 7}号`));
      const frozen = await month(name);
      for (const event of plan[index] ?? []) {
        await happen(event, frozen.weeks);
        const books = await town.get<Reconciliation>('settlement/reconciliation');
        expect(books).toMatchObject({ ok: true, months: issued.size });
        expect([event.kind, books.chargedFen + books.adjustedFen + books.pendingFen]).toEqual([
          event.kind,
          await recomputed(),
        ]);
        const charged = [...issued.values()].reduce((sum, { totals }) => sum + totals.netFen, 0);
        expect(books.chargedFen + books.adjustedFen).toBe(charged);
      }
      for (const [earlier, report] of issued) expect(await month(earlier)).toEqual(report);
    },
    60_000,
  );

  it('had something to set right in every month but the first', () => {
    const [first, ...later] = [...issued.values()];
    expect(first?.adjustments).toEqual([]);
    for (const { adjustments } of later) expect(adjustments.length).toBeGreaterThan(0);
    expect(later.flatMap(({ adjustments }) => adjustments).some(({ amountFen }) => amountFen > 0)).toBe(true);
    expect(later.flatMap(({ adjustments }) => adjustments).some(({ amountFen }) => amountFen < 0)).toBe(true);
  });
});
