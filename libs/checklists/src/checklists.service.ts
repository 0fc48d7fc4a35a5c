import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { checklistErrors } from './checklist-errors.js';
import { ChecklistsRepository } from './checklists.repository.js';
import type { Checklist } from './domain/checklist.js';
import { dueInWeek, endOfWeek } from './domain/due-in-week.js';

/** More than anybody does in a week. */
const MOST_ITEMS = 100;

export interface NewTask {
  readonly title: string;
  readonly villageCode: string | null;
  /** `null`: the end of the week, Sunday 24:00 (D12). */
  readonly dueAt: Temporal.Instant | null;
}

export interface NewChecklist {
  readonly cadreCode: string;
  readonly week: IsoWeek;
  readonly items: readonly NewTask[];
}

/** Weekly task checklists, and what is asked for in them. */
@Injectable()
export class ChecklistsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ChecklistsRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Gives a cadre the list of a week. The office may enter one of paper for a week that is over, but not for one that
   * an issued month has: what was met then cannot become late.
   *
   * @param outer a transaction to be part of; of several lists it begins with `holdMonthsStill`
   * @throws CodedError `CHECKLISTS.EXISTS`, `CHECKLISTS.WEEK_SETTLED`, `CHECKLISTS.DUE_OUTSIDE_WEEK`,
   *   `CHECKLISTS.TOO_LONG`, `ROSTER.UNKNOWN_CADRE`, `ROSTER.UNKNOWN_VILLAGE`
   */
  async create(
    { cadreCode, week, items }: NewChecklist,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<Checklist> {
    const tasks = items.map((item) => ({
      ...item,
      dueAt: dueInWeek(item.dueAt, week, this.config.timeZone),
    }));
    if (tasks.length > MOST_ITEMS) throw checklistErrors.tooLong(MOST_ITEMS);
    return outer.transaction(async (manager) => {
      await this.holdMonthsStill(manager, [week]);
      await this.repository.lock(manager);
      const id = await this.repository.addList(manager, cadreCode, week.toString());
      if (await this.repository.isSettled(manager, cadreCode, week.toString())) {
        throw checklistErrors.weekSettled(week.toString());
      }
      await this.repository.addItems(manager, id, 0, tasks);
      await this.dirtyWeeks.markCadre(manager, cadreCode, week.monday, week.monday);
      return this.byId(manager, id);
    });
  }

  /**
   * Lets no month be issued until the transaction ends, if it may have one of these weeks. To be called before the
   * first list is written: that takes the journal, and a month that is settled takes it last.
   */
  async holdMonthsStill(manager: EntityManager, weeks: readonly IsoWeek[]): Promise<void> {
    const now = this.time.now();
    const isOver = (week: IsoWeek): boolean =>
      Temporal.Instant.compare(endOfWeek(week, this.config.timeZone), now) <= 0;
    // No month is issued before its last week is over: everybody else need not wait for a refresh.
    if (weeks.some(isOver)) await this.dirtyWeeks.lockRefresh(manager);
  }

  /**
   * Asks for more in a list that is there. Each must fall due after now.
   *
   * @param outer a transaction to be part of
   * @throws CodedError `CHECKLISTS.UNKNOWN_LIST`, `CHECKLISTS.DUE_OUTSIDE_WEEK`, `CHECKLISTS.ALREADY_DUE`,
   *   `CHECKLISTS.TOO_LONG`, `ROSTER.UNKNOWN_VILLAGE`
   */
  async addItems(
    id: number,
    items: readonly NewTask[],
    outer: EntityManager = this.dataSource.manager,
  ): Promise<Checklist> {
    return outer.transaction(async (manager) => {
      await this.repository.lock(manager);
      const list = await this.byId(manager, id);
      const { cadreCode } = list;
      const week = IsoWeek.parse(list.week);
      const now = this.time.now();
      const tasks = items.map((item) => {
        const dueAt = dueInWeek(item.dueAt, week, this.config.timeZone);
        if (Temporal.Instant.compare(dueAt, now) <= 0) throw checklistErrors.alreadyDue('items');
        return { ...item, dueAt };
      });
      if (list.items.length + tasks.length > MOST_ITEMS) throw checklistErrors.tooLong(MOST_ITEMS);
      await this.repository.addItems(manager, id, list.items.length, tasks);
      await this.dirtyWeeks.markCadre(manager, cadreCode, week.monday, week.monday);
      return this.byId(manager, id);
    });
  }

  /** The lists of a week in order of cadre, of one cadre if given. */
  async list(
    { week, cadreCode }: { readonly week: string; readonly cadreCode?: string },
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Checklist[]> {
    return this.repository.find(manager, {
      week,
      ...(cadreCode === undefined ? {} : { cadreCodes: [cadreCode] }),
    });
  }

  private async byId(manager: EntityManager, id: number): Promise<Checklist> {
    const [list] = await this.repository.find(manager, { id });
    if (list === undefined) throw checklistErrors.unknownList(id);
    return list;
  }
}
