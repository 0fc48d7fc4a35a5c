import { Injectable } from '@nestjs/common';
import { IsoWeek, weeksBetween, WeekSpan } from '@cunqin/work-calendar';
import { DataSource, type EntityManager } from 'typeorm';
import { assessmentErrors } from './assessment-errors.js';
import { explainChange } from './domain/explain-change.js';
import { parsePublication } from './domain/policy-publication.js';
import type { Policy } from './domain/policy.js';
import {
  shown,
  type SimulatedChange,
  SimulationSum,
  type SimulationTotals,
} from './domain/simulation-totals.js';
import { JudgeWeeksService } from './judge-weeks.service.js';
import { byTownship, type ManagedCadre, ManagedCadresRepository } from './managed-cadres.repository.js';
import { type RuleBook, RuleBookService } from './rule-book.service.js';

/** Two years; what takes longer is a mistake. */
const MOST_WEEKS = 106;
/** Cadre-weeks held in memory at a time. */
const BATCH = 2000;
/** No stored version has it. */
const DRAFT = 0;

/** What a draft of the rule would have made of past weeks. */
export interface Simulation {
  readonly from: string;
  readonly until: string;
  /** By the versions in force then, judged anew from the facts known today. */
  readonly before: SimulationTotals;
  /** By the draft, in every week. */
  readonly after: SimulationTotals;
  /** Cadre-weeks that differ. */
  readonly changes: number;
}

/** Tries a draft of the rule on past weeks. Nothing is written: it could not be, in this transaction. */
@Injectable()
export class SimulateService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cadres: ManagedCadresRepository,
    private readonly ruleBook: RuleBookService,
    private readonly judging: JudgeWeeksService,
  ) {}

  /**
   * @param draft as in a publication; `effectiveFrom` and `clause` may be left out. With a `townshipCode` only that
   *   township is looked at
   * @param onChange gets a row for each cadre-week that differs, in order of week and cadre code
   * @throws CodedError `POLICY.INVALID`, `SIMULATION.BAD_RANGE`
   */
  async simulate(
    draft: unknown,
    range: { readonly from: IsoWeek; readonly until: IsoWeek },
    onChange: (change: SimulatedChange) => void,
  ): Promise<Simulation> {
    const { from, until } = range;
    const heading = { effectiveFrom: from.toString(), clause: '模拟' };
    const given = typeof draft === 'object' && draft !== null ? draft : {};
    const { settings, townshipCode } = parsePublication({ ...heading, ...given });
    const policy: Policy = { ...settings, version: DRAFT };
    const weeks = this.weeksOf(from, until);
    const before = new SimulationSum();
    const after = new SimulationSum();
    let changes = 0;
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      const book = await this.ruleBook.open(manager);
      for (const week of weeks) {
        for (const group of await this.pagesOf(manager, week, townshipCode)) {
          for (const change of await this.compare(manager, week, group, { book, policy, before, after })) {
            changes += 1;
            onChange(change);
          }
        }
      }
    });
    return {
      from: from.toString(),
      until: until.toString(),
      before: before.totals(),
      after: after.totals(),
      changes,
    };
  }

  private weeksOf(from: IsoWeek, until: IsoWeek): readonly IsoWeek[] {
    if (from.toString() > until.toString()) throw assessmentErrors.badRange('until', '不能早于开始的周次');
    if (until.toString() > IsoWeek.of(this.judging.today()).toString()) {
      throw assessmentErrors.badRange('until', '不能是以后的周次');
    }
    if (from.monday.until(until.monday).total({ unit: 'days' }) / 7 >= MOST_WEEKS) {
      throw assessmentErrors.badRange('from', `最多模拟${MOST_WEEKS}周`);
    }
    return weeksBetween(from.monday, until.monday);
  }

  /** Cadres of one township each, so many at a time. */
  private async pagesOf(
    manager: EntityManager,
    week: IsoWeek,
    townshipCode: string | null,
  ): Promise<(readonly ManagedCadre[])[]> {
    const groups = byTownship(await this.cadres.managedIn(manager, week));
    const asked = [...groups].filter(([code]) => townshipCode === null || code === townshipCode);
    return asked.flatMap(([, group]) =>
      Array.from({ length: Math.ceil(group.length / BATCH) }, (_, page) =>
        group.slice(page * BATCH, (page + 1) * BATCH),
      ),
    );
  }

  private async compare(
    manager: EntityManager,
    week: IsoWeek,
    group: readonly ManagedCadre[],
    to: {
      readonly book: RuleBook;
      readonly policy: Policy;
      readonly before: SimulationSum;
      readonly after: SimulationSum;
    },
  ): Promise<SimulatedChange[]> {
    const townshipCode = group[0]?.townshipCode ?? '';
    const inForce = to.book.policyOf(townshipCode, week);
    // A week before the first version was never judged, and nothing about it can change.
    if (!inForce) return [];
    const codes = group.map(({ code }) => code);
    const rules = [inForce, to.policy].map((policy) => ({
      townshipCode,
      policy,
      calendar: to.book.calendar,
    }));
    const [old, other] = await this.judging.lookAt(manager, WeekSpan.of(week), codes, rules);
    return group.flatMap((cadre) => {
      const then = old?.judged.get(week.toString(), cadre.code);
      const now = other?.judged.get(week.toString(), cadre.code);
      if (!then || !now) return [];
      to.before.add(cadre, then, inForce);
      to.after.add(cadre, now, to.policy);
      const why = explainChange(then, now);
      if (why === '') return [];
      return [
        {
          week: week.toString(),
          cadreCode: cadre.code,
          name: cadre.name,
          before: shown(then),
          after: shown(now),
          why,
        },
      ];
    });
  }
}
