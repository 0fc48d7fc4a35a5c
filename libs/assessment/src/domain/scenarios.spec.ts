import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { IsoWeek, NoticeMissing } from '@cunqin/work-calendar';
import { expectSound } from '../testing/expect-sound.js';
import { factsOf, type Scenario, villages } from '../testing/scenario-facts.js';
import { calendar } from '../testing/week-facts.factory.js';
import { monthlyDeduction } from './consequences/deduction.js';
import { judgeWeek } from './judge-week.js';
import { defaultPolicy, type Policy } from './policy.js';
import { parsePolicy } from './policy-settings.js';
import type { WeekAssessment } from './verdict.js';

interface MonthScenario {
  readonly id: string;
  readonly title: string;
  readonly given: { readonly postSubsidyFen?: number; readonly missedWeeks?: readonly string[] };
  readonly expect: Readonly<Record<string, number>>;
}

/** A case of another reading than the default: `setting` is what it shows, `D8 relief=pro-rata`. */
interface Alternative {
  readonly setting: string;
  readonly policy: Readonly<Record<string, unknown>>;
}

interface Fixture {
  readonly weeks: Scenario[];
  readonly months: MonthScenario[];
}

function read<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../../test/fixtures/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}

const file = read<Fixture & { defaults: { summaryDay: Record<string, string> } }>('scenarios');
const alternatives = read<{
  weeks: (Scenario & Alternative)[];
  months: (MonthScenario & Alternative)[];
}>('policy-alternatives');

/** The settings of a case, checked like anybody's. */
function policyOf({ policy }: Alternative): Policy {
  return { ...parsePolicy({ effectiveFrom: '2025-W01', clause: '第六条', ...policy }), version: 2 };
}

function compare(judged: WeekAssessment, { expect: expected }: Scenario): void {
  const { error: _, year: __, reasons, waitingFor, ...figures } = expected;
  expect(judged).toMatchObject(figures);
  if (reasons) expect(judged.reasons.map(({ code }) => code)).toEqual(reasons);
  expect(judged.waitingFor.map((clockId) => villages[clockId - 1])).toEqual(waitingFor ?? []);
}

describe('the acceptance scenarios of a week', () => {
  it('are all there', () => {
    expect(file.weeks.map(({ id }) => id)).toHaveLength(39);
  });

  it.each(file.weeks.map((scenario) => [scenario.id, scenario.title, scenario] as const))(
    '%s: %s',
    (_id, _title, scenario) => {
      const { error, year } = scenario.expect;
      const facts = factsOf(scenario, defaultPolicy);
      const judge = () => judgeWeek(facts, defaultPolicy, calendar);
      if (error !== undefined) {
        expect(judge).toThrow(NoticeMissing);
        expect(judge).toThrow(expect.objectContaining({ code: error, year }));
        return;
      }
      compare(expectSound(judge(), facts, defaultPolicy), scenario);
    },
  );
});

function deductionOf({ given }: MonthScenario, policy: Policy): Record<string, number> {
  const { missedWeeks = [], postSubsidyFen = 0 } = given;
  const weekly = missedWeeks.map(() => policy.unitFen);
  return { misses: weekly.length, ...monthlyDeduction(weekly, postSubsidyFen, policy) };
}

describe('the acceptance scenarios of a month', () => {
  it('15b: the ceiling is the month’s post subsidy', () => {
    const scenario = file.months.find(({ id }) => id === '15b');
    expect(scenario && deductionOf(scenario, defaultPolicy)).toEqual(scenario?.expect);
    expect(scenario).toBeDefined();
  });
});

describe('the other readings', () => {
  const cases = alternatives.weeks.map((scenario) => [scenario.setting, scenario.title, scenario] as const);
  const months = alternatives.months.map((scenario) => [scenario.setting, scenario.title, scenario] as const);

  it.each(cases)('%s: %s', (_setting, _title, scenario) => {
    const policy = policyOf(scenario);
    const facts = factsOf(scenario, policy);
    compare(expectSound(judgeWeek(facts, policy, calendar), facts, policy), scenario);
  });

  it.each(months)('%s: %s', (_setting, _title, scenario) => {
    expect(deductionOf(scenario, policyOf(scenario))).toEqual(scenario.expect);
  });

  it('have at least two cases each', () => {
    const shown = [...alternatives.weeks, ...alternatives.months].map(({ setting }) => setting);
    const few = ALTERNATIVES.filter((setting) => shown.filter((other) => other === setting).length < 2);
    expect(few).toEqual([]);
    expect(ALTERNATIVES).toEqual(expect.arrayContaining(shown));
  });
});

/** Every reading that a policy offers beside the default, by the number of its question. */
const ALTERNATIVES = [
  'D1 charge=per-cause',
  'D1 charge=per-item-and-day',
  'D2 failedBy=visits',
  'D2 failedBy=checklist',
  'D3 visitDay.afternoonFrom=13:00:00',
  'D3 visitDay.windows',
  'D3 visitDay.unit=half-days',
  'D4 visitDay.pairing=same-village',
  'D5 residentPlace=home-village',
  'D6 enterpriseVisits=does-not-count',
  'D7 daysOff=workdays-only',
  'D8 relief=pro-rata',
  'D8 relief=none',
  'D9 errands=credited',
  'D10 emergencyDuty=excused',
  'D11 monthOf=sunday',
  'D11 monthOf=monday',
  'D12 checklistDue=until-summary',
  'D13 ceiling=none',
  'unsupportedItem=counts-as-missing',
  'contractStaff=charged',
  'quota',
  'unitFen',
];

describe('the defaults of the scenarios', () => {
  it.each(Object.entries(file.defaults.summaryDay))('%s is summed up on %s', (week, date) => {
    expect(calendar.summaryDay(IsoWeek.parse(week)).toString()).toBe(date);
  });
});
