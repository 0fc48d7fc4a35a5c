import { describe, expect, it } from '@jest/globals';
import { DEMO_WEEKS, isWorkday } from './town-calendar.js';
import { DEMO_SEED, generateTown, type DemoPunch, type DemoTown } from './town.js';

const town = generateTown(DEMO_SEED);
const SEEDS = [DEMO_SEED, 1, 2, 3];

const clockOf = (clockKey: string) => {
  const clock = town.clocks.find(({ key }) => key === clockKey);
  if (!clock) throw new Error(`no clock ${clockKey}`);
  return clock;
};

/** Number by number who answers to it at a clock: own rows of the clock before rows for all. */
function holdersAt(of: DemoTown, clockKey: string): [string, string][] {
  return of.cadres.flatMap(({ code }) => {
    const rows = of.enrolments.filter(({ cadreCode }) => cadreCode === code);
    const row =
      rows.find((candidate) => candidate.clockKey === clockKey) ?? rows.find((r) => r.clockKey === 'all');
    return row ? [[row.number, code] as [string, string]] : [];
  });
}

const seconds = (time: string): number => Date.parse(`${time}Z`) / 1000;

describe('the demo town', () => {
  it('is the same to the byte for the same seed', () => {
    expect(JSON.stringify(generateTown(DEMO_SEED))).toBe(JSON.stringify(town));
  });

  it('is another town for another seed', () => {
    const other = generateTown(DEMO_SEED + 1);
    expect(other.cadres.map(({ name }) => name)).not.toEqual(town.cadres.map(({ name }) => name));
    expect(other.punches).not.toEqual(town.punches);
  });

  it.each(SEEDS)('has 47 cadres under distinct names in 16 villages with a clock each (seed %i)', (seed) => {
    const { cadres, villages, clocks, punches } = generateTown(seed);
    expect(cadres).toHaveLength(47);
    expect(new Set(cadres.map(({ name }) => name)).size).toBe(47);
    expect(new Set(cadres.map(({ code }) => code)).size).toBe(47);
    expect(villages.map(({ code }) => code)).toEqual([...clocks.map(({ villageCode }) => villageCode)]);
    expect(villages.filter(({ kind }) => kind === 'village')).toHaveLength(14);
    expect(villages.filter(({ kind }) => kind === 'community')).toHaveLength(2);
    expect(new Set(clocks.map(({ serialNumber }) => serialNumber)).size).toBe(16);
    expect(punches.map(({ clockKey }) => clockKey)).toEqual(clocks.map(({ key }) => key));
  });

  it.each(SEEDS)('staffs it plausibly (seed %i)', (seed) => {
    const { cadres } = generateTown(seed);
    const residents = cadres.filter(({ category }) => category === 'resident');
    expect(residents).toHaveLength(18);
    for (const resident of residents) expect(resident.homeVillageCode).toMatch(/^V\d\d$/);
    expect(cadres.filter(({ identity }) => identity === 'contract')).toHaveLength(4);
    for (const { postSubsidyFen } of cadres) {
      expect(postSubsidyFen).toBeGreaterThanOrEqual(60_000);
      expect(postSubsidyFen).toBeLessThanOrEqual(120_000);
    }
    const [changer, ...none] = cadres.filter(({ categoryChanges }) => categoryChanges.length > 0);
    expect(none).toEqual([]);
    expect(DEMO_WEEKS.map(({ dates }) => dates[0])).toContain(changer?.categoryChanges[0]?.from);
    const inside = (date: string | null): boolean =>
      date !== null && date > '2026-08-17' && date < '2026-11-08';
    expect(cadres.filter(({ managedFrom }) => inside(managedFrom))).toHaveLength(1);
    expect(cadres.filter(({ managedUntil }) => inside(managedUntil))).toHaveLength(1);
  });

  it.each(SEEDS)('never gives one number to two cadres at one clock (seed %i)', (seed) => {
    const generated = generateTown(seed);
    const special = generated.enrolments.filter(({ clockKey }) => clockKey !== 'all');
    expect(new Set(special.map(({ clockKey }) => clockKey)).size).toBe(2);
    for (const { key } of generated.clocks) {
      const holders = holdersAt(generated, key);
      expect(holders).toHaveLength(47);
      expect(new Set(holders.map(([number]) => number)).size).toBe(47);
      // Whichever row a reader takes first, a number at a clock means one person.
      const rows = generated.enrolments.filter(({ clockKey }) => clockKey === key || clockKey === 'all');
      expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    }
  });

  it.each(SEEDS)('keeps every log in the order of true time, without twins (seed %i)', (seed) => {
    for (const { log } of generateTown(seed).punches) {
      const times = log.map(({ trueTime }) => trueTime);
      expect(times).toEqual([...times].sort());
      const identity = (p: DemoPunch): string => [p.number, p.clockTime, p.verifyMode, p.punchState].join();
      expect(new Set(log.map(identity)).size).toBe(log.length);
    }
  });

  it.each(SEEDS)('has nobody in two villages within a minute (seed %i)', (seed) => {
    const generated = generateTown(seed);
    const seen = new Map<string, { clockKey: string; trueTime: string }[]>();
    for (const { clockKey, log } of generated.punches) {
      const holders = new Map(holdersAt(generated, clockKey));
      for (const { number, trueTime } of log) {
        const code = holders.get(number);
        if (code) seen.set(code, [...(seen.get(code) ?? []), { clockKey, trueTime }]);
      }
    }
    expect(seen.size).toBe(47);
    for (const presses of seen.values()) {
      presses.sort((a, b) => (a.trueTime < b.trueTime ? -1 : 1));
      presses.slice(1).forEach((press, index) => {
        const before = presses[index];
        if (!before || before.clockKey === press.clockKey) return;
        expect(seconds(press.trueTime) - seconds(before.trueTime)).toBeGreaterThan(60);
      });
    }
  });

  it('sends nobody to a village while on a slip, before joining or after leaving', () => {
    for (const { clockKey, log } of town.punches) {
      const holders = new Map(holdersAt(town, clockKey));
      for (const punch of log.filter(({ trueTime }) => trueTime >= clockOf(clockKey).placedFrom)) {
        const cadre = town.cadres.find(({ code }) => code === holders.get(punch.number));
        const date = punch.trueTime.slice(0, 10);
        if (!cadre) continue;
        expect(date >= cadre.managedFrom && date <= (cadre.managedUntil ?? date)).toBe(true);
        const slips = town.absences.filter((slip) => slip.cadreCode === cadre.code);
        expect(slips.filter(({ from, until }) => from <= date && date <= until)).toEqual([]);
      }
    }
  });

  it('knows the habits people have: double presses, two villages a day, weekends, cards and passwords', () => {
    const all = town.punches.flatMap(({ log }) => log);
    const doubles = town.punches.flatMap(({ log }) =>
      log.filter((punch, index) =>
        log
          .slice(Math.max(0, index - 5), index)
          .some((b) => b.number === punch.number && seconds(punch.trueTime) - seconds(b.trueTime) < 10),
      ),
    );
    expect(doubles.length).toBeGreaterThan(80);
    expect(all.filter(({ trueTime }) => !isWorkday(trueTime.slice(0, 10))).length).toBeGreaterThan(20);
    const fingers = all.filter(({ verifyMode }) => verifyMode === 1).length;
    expect(fingers / all.length).toBeGreaterThan(0.85);
    expect(new Set(all.map(({ verifyMode }) => verifyMode))).toEqual(new Set([1, 3, 4]));
    expect(all.length).toBeGreaterThan(3500);
    expect(all.length).toBeLessThan(5000);
  });

  it('writes lists of 2 to 5 items for every cadre-week with a workday, most results in time', () => {
    const villages = new Set(town.villages.map(({ code }) => code));
    const keys = town.checklists.map(({ cadreCode, week }) => `${cadreCode} ${week}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(540);
    for (const { items, week } of town.checklists) {
      expect(items.length).toBeGreaterThanOrEqual(2);
      expect(items.length).toBeLessThanOrEqual(5);
      expect(new Set(items.map(({ title }) => title)).size).toBe(items.length);
      const monday = DEMO_WEEKS.find((entry) => entry.week === week)?.dates[0] ?? '9999';
      for (const item of items) {
        expect(item.resultAt === null).toBe(item.resultText === null);
        if (item.resultAt !== null) expect(item.resultAt >= monday).toBe(true);
        if (item.villageCode !== null) expect(villages).toContain(item.villageCode);
      }
    }
  });

  it('files slips that do not overlap, exactly one of them without approval', () => {
    expect(town.absences.filter(({ approved }) => !approved)).toHaveLength(1);
    expect(town.absences.length).toBeGreaterThan(30);
    town.absences.forEach((slip, index) => {
      expect(slip.until >= slip.from).toBe(true);
      const clash = town.absences
        .slice(index + 1)
        .filter((o) => o.cadreCode === slip.cadreCode && o.from <= slip.until && slip.from <= o.until);
      expect(clash).toEqual([]);
    });
  });
});

describe('what happens to the clocks', () => {
  it('one loses its network for three days of W43 and records on', () => {
    const [clock, ...none] = town.clocks.filter(({ networkDown }) => networkDown.length > 0);
    expect(none).toEqual([]);
    const [span] = clock?.networkDown ?? [];
    expect(span).toEqual({ from: '2026-10-21T10:20:00', until: '2026-10-24T10:20:00' });
    const log = town.punches.find(({ clockKey }) => clockKey === clock?.key)?.log ?? [];
    const meanwhile = log.filter(
      ({ trueTime }) => trueTime >= '2026-10-21T10:20' && trueTime < '2026-10-24T10:20',
    );
    expect(meanwhile.length).toBeGreaterThan(5);
  });

  it('one runs nearly three hours fast from W44 on, and every other clock tells the true time', () => {
    const [wrong, ...none] = town.clocks.filter(({ offsetSeconds }) => offsetSeconds !== 0);
    expect(none).toEqual([]);
    for (const { clockKey, log } of town.punches) {
      for (const { clockTime, trueTime } of log.filter((punch) => !punch.clockTime.startsWith('2000'))) {
        const isWrong = clockKey === wrong?.key && trueTime >= (wrong.offsetFrom ?? '');
        expect(seconds(clockTime) - seconds(trueTime)).toBe(isWrong ? 10_700 : 0);
      }
    }
  });

  it('one wrote the year 2000 after a power cut, and who pressed then pressed again', () => {
    const lost = town.punches.flatMap(({ clockKey, log }) =>
      log.flatMap((punch, index) =>
        punch.clockTime.startsWith('2000') ? [{ clockKey, punch, index, log }] : [],
      ),
    );
    expect(lost).toHaveLength(2);
    for (const { punch, index, log } of lost) {
      expect(punch.clockTime).toMatch(/^2000-01-01T00:/);
      const again = log.slice(index + 1).find(({ clockTime }) => clockTime > '2001');
      expect(again?.number).toBe(punch.number);
    }
  });

  it('one still holds what the maker tried in the factory', () => {
    const early = town.punches.flatMap(({ clockKey, log }) =>
      log.filter(({ clockTime }) => clockTime > '2001' && clockTime < clockOf(clockKey).placedFrom),
    );
    expect(early.map(({ number }) => number)).toEqual(['1', '1']);
  });

  it('five punches are by numbers nobody holds', () => {
    const strangers = town.punches.flatMap(({ clockKey, log }) => {
      const holders = new Map(holdersAt(town, clockKey));
      return log.filter(({ number }) => !holders.has(number));
    });
    expect(strangers.map(({ number }) => number).sort()).toEqual(['666', '88', '88', '9001', '9001']);
  });
});
