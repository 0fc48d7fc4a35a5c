import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { checklistErrors } from './checklist-errors.js';
import { ChecklistsRepository } from './checklists.repository.js';
import { type Checklist, type ChecklistItem, standingReport } from './domain/checklist.js';
import { dueInWeek, endOfWeek } from './domain/due-in-week.js';

export interface Moving {
  readonly toWeek: IsoWeek;
  /** In that week; `null`: at its end. */
  readonly dueAt: Temporal.Instant | null;
  readonly reason: string | null;
  readonly by: string;
}

/** Both ends of a carried over item. */
export interface CarriedItem {
  readonly from: Checklist;
  readonly to: Checklist;
  /** Of `to`. */
  readonly position: number;
}

/**
 * Moves what was not done to a later week, on a supervisor's word. Before it is due it leaves the list it stood
 * on: nobody is late with what was put off in time. Afterwards it stays late there. In both cases it is asked for
 * in the later week, and the two are linked.
 */
@Injectable()
export class CarryOverService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ChecklistsRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The later week's list is made if there is none.
   *
   * @throws CodedError `CHECKLISTS.UNKNOWN_ITEM`, `CHECKLISTS.RESULT_EXISTS`, `CHECKLISTS.CARRIED_OVER`,
   *   `CHECKLISTS.WEEK_NOT_LATER`, `CHECKLISTS.WEEK_OVER`, `CHECKLISTS.DUE_OUTSIDE_WEEK`, `CHECKLISTS.ALREADY_DUE`
   */
  async carryOver(checklistId: number, position: number, moving: Moving): Promise<CarriedItem> {
    const at = this.time.now();
    const { toWeek, reason, by } = moving;
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager);
      const source = await this.list(manager, checklistId, position);
      const { cadreCode } = source;
      const fromWeek = IsoWeek.parse(source.week);
      const item = this.movable(source, position);
      if (Temporal.PlainDate.compare(toWeek.monday, fromWeek.monday) <= 0)
        throw checklistErrors.notLater('week');
      if (Temporal.Instant.compare(endOfWeek(toWeek, this.config.timeZone), at) <= 0) {
        throw checklistErrors.weekOver('week', toWeek.toString());
      }
      const dueAt = dueInWeek(moving.dueAt, toWeek, this.config.timeZone);
      if (Temporal.Instant.compare(dueAt, at) <= 0) throw checklistErrors.alreadyDue('dueAt');
      const { title, villageCode } = item;
      const filter = { week: toWeek.toString(), cadreCodes: [cadreCode] };
      const [target] = await this.repository.find(manager, filter);
      const to = {
        checklistId: target?.id ?? (await this.repository.addList(manager, cadreCode, filter.week)),
        position: (target?.items.length ?? 0) + 1,
      };
      await this.repository.addItems(manager, to.checklistId, to.position - 1, [
        { title, villageCode, dueAt },
      ]);
      await this.repository.addCarryOver(manager, { checklistId, position }, to, { reason, by, at });
      for (const { monday } of [fromWeek, toWeek]) {
        await this.dirtyWeeks.markCadre(manager, cadreCode, monday, monday);
      }
      return {
        from: await this.list(manager, checklistId, position),
        to: await this.list(manager, to.checklistId, to.position),
        position: to.position,
      };
    });
  }

  private movable({ items }: Checklist, position: number): ChecklistItem {
    const item = items.find((candidate) => candidate.position === position) as ChecklistItem;
    if (item.carriedOver !== null) throw checklistErrors.carriedOver(item.carriedOver.week);
    if (standingReport(item) !== null) throw checklistErrors.resultExists();
    return item;
  }

  private async list(manager: EntityManager, id: number, position: number): Promise<Checklist> {
    const [list] = await this.repository.find(manager, { id });
    if (!list?.items.some((item) => item.position === position))
      throw checklistErrors.unknownItem(id, position);
    return list;
  }
}
