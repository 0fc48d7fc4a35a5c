import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import { Town, villageCode } from '../support/town.js';
import { audit, type AuditedEvidence } from './auditor.js';
import {
  type Assessment,
  enterCadre,
  fileSlips,
  keepChecklist,
  punchesOf,
  type Scenario,
  scenarios,
} from './scenarios.fixture.js';

const CLOCKS = 16;
/** A clock that could not be read has a town of its own. */
const ELSEWHERE = '19';

/** Sixteen villages, each with a clock; they are spoken to in every way the product knows. */
async function startSixteenClocks(at: string): Promise<Town> {
  const town = await Town.start(at);
  await town.addVillages(CLOCKS);
  for (let number = 1; number <= CLOCKS; number += 1) {
    await town.addClock(villageCode(number), {
      driver: number === CLOCKS ? 'node-zklib' : number % 4 === 3 ? 'zk-udp' : 'zk-tcp',
      ...(number % 5 === 0 ? { commKey: 1000 + number } : {}),
    });
  }
  return town;
}

const figuresOf = async (town: Town, week: string): Promise<Map<string, Assessment>> => {
  const { items } = await town.get<{ items: Assessment[] }>(`assessments?week=${week}`);
  return new Map(items.map((assessment) => [assessment.cadreCode, assessment]));
};

function compare(judged: Assessment | undefined, { expect: expected }: Scenario): void {
  const { reasons, waitingFor = [], error, year, ...figures } = expected;
  expect(judged).toMatchObject(figures);
  expect(judged?.waitingFor.map((clock) => clock.villageCode)).toEqual(waitingFor);
  if (error === undefined) {
    expect(judged?.reasons.map(({ code }) => code)).toEqual(reasons);
  } else {
    expect(judged).toMatchObject({ verdict: 'undetermined', reasons: [{ code: error, year }] });
  }
  // Whatever the case: no money without a miss, no miss without a missed week.
  expect(judged?.deductionFen).toBe((judged?.misses ?? 0) * 10_000);
  expect((judged?.misses ?? 0) > 0).toBe(judged?.verdict === 'missed');
}

describe('a town that lives through the weeks of the acceptance cases, by REST and over the wire', () => {
  const cases = scenarios.filter(({ id }) => !id.startsWith(ELSEWHERE));
  const weeks = [...new Set(cases.map(({ week }) => week))].sort();
  const judged = new Map<string, Assessment>();
  let town: Town;

  beforeAll(async () => {
    town = await startSixteenClocks('2026-01-05T08:00');
    for (const scenario of cases) await enterCadre(town, scenario);
    for (const week of weeks) {
      const ofWeek = cases.filter((scenario) => scenario.week === week);
      town.setTime(IsoWeek.parse(week).end.add({ hours: 8 }).toString());
      town.punch(...ofWeek.flatMap(punchesOf));
      await town.pollAll();
      for (const scenario of ofWeek) {
        await fileSlips(town, scenario);
        await keepChecklist(town, scenario);
      }
      const figures = await figuresOf(town, week);
      for (const { id } of ofWeek) judged.set(id, figures.get(id) as Assessment);
    }
  }, 60_000);
  afterAll(() => town.stop());

  it('has all the cases that need every clock to be read', () => {
    expect(cases).toHaveLength(36);
  });

  it.each(cases.map((scenario) => [scenario.id, scenario.title, scenario] as const))(
    '%s: %s',
    (id, _, scenario) => {
      compare(judged.get(id), scenario);
    },
  );

  it.each(cases.map((scenario) => [scenario.id, scenario] as const))(
    '%s: the evidence says the same as the list, and names every punch of the case',
    async (id, { week, given }) => {
      const path = `assessments/${week}/${id}`;
      const { evidence, ...figures } = await town.get<
        Assessment & { evidence: AuditedEvidence & { sentence: string; excused: string[] } }
      >(path);
      expect(figures).toEqual(judged.get(id));
      expect(
        evidence.days.flatMap(({ punches }) => punches.map(({ clockTime }) => clockTime)).sort(),
      ).toEqual(given.punches.map((text) => text.slice(0, 19)).sort());
      const approved = (given.leave ?? []).filter((slip) => slip.approved);
      expect(evidence.excused).toEqual(approved.map(({ date }) => date));
      expect(evidence.sentence).toMatch(/^本周应下村\d天，.*。$/);
      expect(evidence.sentence.includes('扣发100元')).toBe(figures.deductionFen === 10_000);
    },
  );

  it.each(cases.map((scenario) => [scenario.id, scenario] as const))(
    '%s: an auditor who has the evidence alone comes to the same verdict, date by date',
    async (id, { week, expect: { error } }) => {
      const { evidence, ...figures } = await town.get<Assessment & { evidence: AuditedEvidence }>(
        `assessments/${week}/${id}`,
      );
      expect(evidence.days.map(({ date }) => date)).toEqual(IsoWeek.parse(week).dates.map(String));
      const { verdict, ...audited } = audit(evidence);
      expect(verdict).toBe(figures.verdict);
      // Without the notice of the year nothing is counted at all.
      if (error === undefined) {
        expect(figures).toMatchObject(audited);
        expect(evidence.days.filter(({ counts }) => counts !== null)).toHaveLength(audited.visitDays);
      }
      for (const { counts, why } of evidence.days) expect(counts === null).toBe(why !== null);
      const named = evidence.days.flatMap(({ provenBy }) => provenBy.map(({ readId }) => readId));
      const known = new Set<string | null>(evidence.reads.map((read) => read.id));
      expect(named).toHaveLength(7 * CLOCKS);
      expect(named.every((readId) => known.has(readId))).toBe(true);
      expect(evidence.reads.every(({ headHash }) => headHash?.length === 64)).toBe(true);
    },
  );

  it('12a: the correction stands in the evidence, outside the monthly limit, and on the summary', async () => {
    const { evidence } = await town.get<{ evidence: { overlays: object } }>('assessments/2026-W45/12a');
    expect(evidence.overlays).toMatchObject({
      corrections: [
        { date: '2026-11-03', half: 'afternoon', outsideMonthlyLimit: true, approvedBy: 'leader-1' },
      ],
      outages: [{ from: '2026-11-03T13:00:00', until: '2026-11-04T09:00:00', cause: '停电' }, {}],
    });
  });

  it('leaves every week as it was judged, whatever came in later', async () => {
    for (const week of weeks) {
      const figures = await figuresOf(town, week);
      for (const { id } of cases.filter((scenario) => scenario.week === week)) {
        expect(figures.get(id)).toEqual(judged.get(id));
      }
    }
  });

  it('proves every punch of the year by an unbroken chain', async () => {
    const punches = cases.reduce((sum, { given }) => sum + given.punches.length, 0);
    expect(await town.get('ledger/verification')).toMatchObject({ ok: true, broken: [], punches });
  });

  it('judges the last week of the year as soon as the notice of the next year is imported', async () => {
    const newYear = { name: '元旦', from: '2027-01-01', to: '2027-01-03' };
    await town.ask('office', 'post', 'calendar/notices', {
      year: 2027,
      docNo: '国办发明电〔2026〕测试号',
      holidays: [newYear],
      makeupWorkdays: [],
    });
    const after = (await figuresOf(town, '2026-W53')).get('15c');
    expect(after).toMatchObject({ verdict: 'met', availableWorkdays: 4, reasons: [], waitingFor: [] });
  });
});

describe('a clock that could not be read', () => {
  const named = (id: string): Scenario => scenarios.find((scenario) => scenario.id === id) as Scenario;
  const [unread, met, readAfterwards] = [named('19a'), named('19b'), named('19c')];
  let town: Town;

  beforeAll(async () => {
    town = await startSixteenClocks('2026-10-19T08:00');
    const cases = [unread, met, readAfterwards];
    for (const scenario of cases) await enterCadre(town, scenario);
    town.punch(...cases.flatMap(punchesOf));
    for (const clock of town.clocks) {
      const coverage = unread.given.coverage ?? {};
      town.setTime(coverage[clock.villageCode] ?? coverage['default'] ?? '');
      await town.poll(clock);
    }
    town.setTime('2026-10-26T08:00:00');
    for (const scenario of cases) await keepChecklist(town, scenario);
  }, 30_000);
  afterAll(() => town.stop());

  it(`${unread.id}: ${unread.title}`, async () => {
    const judged = (await figuresOf(town, unread.week)).get(unread.id);
    compare(judged, unread);
    expect(judged?.waitingFor[0]?.coveredUntil).toMatch(/^2026-10-21T18:00:/);
  });

  it('19a: the evidence names no read for the clock and the dates that nothing proves', async () => {
    const { evidence, verdict } = await town.get<Assessment & { evidence: AuditedEvidence }>(
      `assessments/${unread.week}/${unread.id}`,
    );
    const clockId = town.clocks.find(({ villageCode: code }) => code === 'V08')?.id;
    const unproven = evidence.days.flatMap(({ date, provenBy }) =>
      provenBy.flatMap((proof) => (proof.readId === null ? [{ date, clockId: proof.clockId }] : [])),
    );
    expect(unproven).toEqual(
      ['2026-10-21', '2026-10-22', '2026-10-23', '2026-10-24', '2026-10-25'].map((date) => ({
        date,
        clockId,
      })),
    );
    expect(audit(evidence).verdict).toBe(verdict);
  });

  it(`${met.id}: ${met.title}`, async () => {
    compare((await figuresOf(town, met.week)).get(met.id), met);
  });

  it(`${readAfterwards.id}: ${readAfterwards.title}`, async () => {
    const late = town.clocks.find(({ villageCode: code }) => code === 'V08');
    expect((await figuresOf(town, readAfterwards.week)).get(readAfterwards.id)?.verdict).toBe('undetermined');
    await town.poll({ id: late?.id ?? 0 });
    const figures = await figuresOf(town, readAfterwards.week);
    compare(figures.get(readAfterwards.id), readAfterwards);
    compare(figures.get(unread.id), readAfterwards);
  });
});
