import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository, isForeignKeyViolation, isUniqueViolation, rosterErrors } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { checklistErrors } from './checklist-errors.js';
import { Checklist, ChecklistItem } from './entities/checklist.entity.js';

export interface NewChecklist {
  readonly cadreCode: string;
  readonly week: IsoWeek;
  readonly items: readonly {
    readonly title: string;
    readonly villageCode: string | null;
    /** `null`: the end of the week, Sunday 24:00 (D12). */
    readonly dueAt: Temporal.Instant | null;
  }[];
}

/** Weekly task checklists and their results. */
@Injectable()
export class ChecklistsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws CodedError `CHECKLISTS.EXISTS`, `ROSTER.UNKNOWN_CADRE`, `ROSTER.UNKNOWN_VILLAGE` */
  async create(list: NewChecklist): Promise<Checklist> {
    const endOfWeek = list.week.end.toZonedDateTime(this.config.timeZone).toInstant();
    const monday = list.week.monday.toZonedDateTime(this.config.timeZone).toInstant();
    for (const { dueAt } of list.items) {
      if (dueAt === null) continue;
      if (Temporal.Instant.compare(dueAt, monday) <= 0 || Temporal.Instant.compare(dueAt, endOfWeek) > 0) {
        throw checklistErrors.dueOutsideWeek(list.week.toString());
      }
    }
    return this.dataSource.transaction(async (manager) => {
      const checklist = manager.create(Checklist, {
        cadreCode: list.cadreCode,
        week: list.week.toString(),
        items: list.items.map((item, index) => ({
          position: index + 1,
          title: item.title,
          villageCode: item.villageCode,
          dueAt: new Date((item.dueAt ?? endOfWeek).epochMilliseconds),
        })),
      });
      try {
        await manager.save(checklist);
      } catch (failure) {
        if (isUniqueViolation(failure)) throw checklistErrors.exists(list.cadreCode, list.week.toString());
        if (isForeignKeyViolation(failure)) {
          const { constraint } = (failure as { driverError: { constraint?: string } }).driverError;
          throw constraint?.includes('village')
            ? rosterErrors.unknownVillage('items', '')
            : rosterErrors.unknownCadre(list.cadreCode);
        }
        throw failure;
      }
      await this.dirtyWeeks.markCadre(manager, list.cadreCode, list.week.monday, list.week.monday);
      return checklist;
    });
  }

  /**
   * Reports the result of an item, once.
   *
   * @param result `at`: when the paper came in, if earlier than now; `onlyFor`: the cadre who reports
   * @throws CodedError `CHECKLISTS.UNKNOWN_ITEM`, `CHECKLISTS.RESULT_EXISTS`,
   *   `CHECKLISTS.RESULT_IN_FUTURE`, `CHECKLISTS.NOT_YOURS`
   */
  async report(
    checklistId: number,
    position: number,
    result: { text: string; at: Temporal.Instant | null; onlyFor: string | null },
  ): Promise<ChecklistItem> {
    const now = this.time.now();
    const at = result.at ?? now;
    if (Temporal.Instant.compare(at, now) > 0) throw checklistErrors.resultInFuture();
    return this.dataSource.transaction(async (manager) => {
      const item = await manager.findOne(ChecklistItem, {
        where: { checklistId, position },
        lock: { mode: 'pessimistic_write' },
      });
      if (!item) throw checklistErrors.unknownItem(checklistId, position);
      if (item.resultAt !== null) throw checklistErrors.resultExists();
      const { cadreCode, week } = await manager.findOneByOrFail(Checklist, { id: checklistId });
      if (result.onlyFor !== null && result.onlyFor !== cadreCode) throw checklistErrors.notYours();
      const reported = { resultText: result.text, resultAt: new Date(at.epochMilliseconds) };
      await manager.update(ChecklistItem, { checklistId, position }, reported);
      const { monday } = IsoWeek.parse(week);
      await this.dirtyWeeks.markCadre(manager, cadreCode, monday, monday);
      return Object.assign(item, reported);
    });
  }

  async list(filter: { week: string; cadreCode?: string }): Promise<Checklist[]> {
    return this.dataSource.manager.find(Checklist, {
      where: {
        week: filter.week,
        ...(filter.cadreCode === undefined ? {} : { cadreCode: filter.cadreCode }),
      },
      relations: { items: true },
      order: { cadreCode: 'ASC', items: { position: 'ASC' } },
    });
  }
}
