import { Injectable } from '@nestjs/common';
import { type IsoWeek, WeekSpan } from '@cunqin/work-calendar';
import { DataSource } from 'typeorm';
import { judgeOrRefuse } from './domain/judge-or-refuse.js';
import { type Outlook, outlookOf } from './domain/outlook.js';
import { LoadWeekFactsService } from './load-week-facts.service.js';
import { byTownship, ManagedCadresRepository } from './managed-cadres.repository.js';
import { RuleBookService } from './rule-book.service.js';

/** A cadre with what is still to be done. */
export interface CadreOutlook extends Outlook {
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
}

/** The week as it may still turn out. */
export interface WeekOutlook {
  readonly week: string;
  /** The day it is seen from, in the township. */
  readonly today: string;
  /**
   * Up to here every clock has been read, in the clocks' own time; later punches may be missing. `null` when
   * one has never been read, or there is none.
   */
  readonly knownUntil: string | null;
  readonly cadres: readonly CadreOutlook[];
}

/** Foresight for a week under way: who still needs how many days, so that the office can remind. */
@Injectable()
export class ForeseeWeekService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cadres: ManagedCadresRepository,
    private readonly ruleBook: RuleBookService,
    private readonly facts: LoadWeekFactsService,
  ) {}

  /**
   * From the facts known so far; nothing is written. Who has no policy in force in that week is not in it.
   *
   * @param onlyFor one cadre's own outlook
   */
  async outlook(week: IsoWeek, onlyFor: string | null): Promise<WeekOutlook> {
    const today = this.facts.today();
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      const book = await this.ruleBook.open(manager);
      const people = byTownship(await this.cadres.managedIn(manager, week, onlyFor));
      const reads: (string | null)[] = [];
      const cadres: CadreOutlook[] = [];
      for (const [townshipCode, group] of people) {
        const policy = book.policyOf(townshipCode, week);
        if (!policy) continue;
        const rule = { townshipCode, policy, calendar: book.calendar };
        const codes = group.map(({ code }) => code);
        const facts = (await this.facts.load(manager, WeekSpan.of(week), codes, rule, 'looked-at')).ofWeek(
          week.toString(),
        );
        const coverage = [...facts.values()][0]?.coverage ?? [];
        reads.push(...coverage.map(({ coveredUntil }) => coveredUntil?.toString() ?? null));
        for (const { code, name, office } of group) {
          const known = facts.get(code);
          if (known === undefined) continue;
          const judged = judgeOrRefuse(known, policy, book.calendar);
          const outlook = outlookOf(known, judged, today, policy, book.calendar);
          cadres.push({ cadreCode: code, name, office, ...outlook });
        }
      }
      return {
        week: week.toString(),
        today: today.toString(),
        knownUntil: reads.includes(null) ? null : (reads.sort()[0] ?? null),
        cadres,
      };
    });
  }
}
