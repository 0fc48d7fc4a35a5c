import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository, rosterErrors } from '@cunqin/roster';
import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { checklistErrors } from './checklist-errors.js';
import { ChecklistsRepository } from './checklists.repository.js';
import { copiedTasks } from './domain/copied-tasks.js';
import { endOfWeek } from './domain/due-in-week.js';

/** What a copy did, by cadre code in order. */
export interface CopiedChecklists {
  readonly copied: readonly { readonly cadreCode: string; readonly items: number }[];
  readonly skipped: readonly {
    readonly cadreCode: string;
    /** No list to copy, nothing in it to copy, a list of the own in the later week, or not managed in it. */
    readonly why: 'no-list' | 'nothing-to-copy' | 'has-list' | 'not-managed';
  }[];
}

/** Asks for the same tasks again in a later week. */
@Injectable()
export class CopyChecklistsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ChecklistsRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Copies the lists of a week, of these cadres or of everybody. Copying twice changes nothing: who has tasks of
   * the own in the later week is left alone.
   *
   * @throws CodedError `CHECKLISTS.WEEK_NOT_LATER`, `CHECKLISTS.WEEK_OVER`, `ROSTER.UNKNOWN_CADRE`
   */
  async copy(
    weeks: { from: IsoWeek; to: IsoWeek },
    cadreCodes?: readonly string[],
  ): Promise<CopiedChecklists> {
    const { from, to } = weeks;
    const { timeZone } = this.config;
    const now = this.time.now();
    if (Temporal.PlainDate.compare(to.monday, from.monday) <= 0) throw checklistErrors.notLater('toWeek');
    if (Temporal.Instant.compare(endOfWeek(to, timeZone), now) <= 0) {
      throw checklistErrors.weekOver('toWeek', to.toString());
    }
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager);
      const filter = cadreCodes === undefined ? {} : { cadreCodes };
      const sources = await this.repository.find(manager, { week: from.toString(), ...filter });
      const codes = [...new Set(cadreCodes ?? sources.map(({ cadreCode }) => cadreCode))].sort();
      const targets = await this.repository.find(manager, { week: to.toString(), cadreCodes: codes });
      const managed = await this.repository.managed(manager, codes, to.monday.toString());
      const unknown = codes.find((code) => !managed.has(code));
      if (unknown !== undefined) throw rosterErrors.unknownCadre(unknown);
      const copied: { cadreCode: string; items: number }[] = [];
      const skipped: CopiedChecklists['skipped'][number][] = [];
      for (const cadreCode of codes) {
        const source = sources.find((list) => list.cadreCode === cadreCode);
        const target = targets.find((list) => list.cadreCode === cadreCode) ?? null;
        const tasks = source === undefined ? [] : copiedTasks(source, target, weeks, now, timeZone);
        if (!managed.get(cadreCode)) skipped.push({ cadreCode, why: 'not-managed' });
        else if (source === undefined) skipped.push({ cadreCode, why: 'no-list' });
        else if (target?.items.some(({ carriedFrom }) => carriedFrom === null)) {
          skipped.push({ cadreCode, why: 'has-list' });
        } else if (tasks.length === 0) skipped.push({ cadreCode, why: 'nothing-to-copy' });
        else {
          const id = target?.id ?? (await this.repository.addList(manager, cadreCode, to.toString()));
          await this.repository.addItems(manager, id, target?.items.length ?? 0, tasks);
          copied.push({ cadreCode, items: tasks.length });
        }
      }
      const changed = copied.map(({ cadreCode }) => cadreCode);
      await this.dirtyWeeks.markCadres(manager, changed, to.monday, to.monday);
      return { copied, skipped };
    });
  }
}
