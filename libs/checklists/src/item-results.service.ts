import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { checklistErrors } from './checklist-errors.js';
import { ChecklistsRepository } from './checklists.repository.js';
import { type ChecklistItem, standingReport } from './domain/checklist.js';

interface FoundItem {
  readonly cadreCode: string;
  readonly item: ChecklistItem;
}

/** Who speaks: a username, and the cadre that user is, if any. */
export interface Speaker {
  readonly username: string;
  readonly cadreCode: string | null;
}

/** Results of items: reported, and returned (退回) by a supervisor. Every one of them is kept. */
@Injectable()
export class ItemResultsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ChecklistsRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /**
   * Reports the result of an item: once, and again after each return.
   *
   * @param result `at`: when the paper came in, if earlier than now
   * @param by a cadre reports for nobody else
   * @throws CodedError `CHECKLISTS.UNKNOWN_ITEM`, `CHECKLISTS.RESULT_EXISTS`, `CHECKLISTS.CARRIED_OVER`,
   *   `CHECKLISTS.RESULT_IN_FUTURE`, `CHECKLISTS.RESULT_BEFORE_RETURN`, `CHECKLISTS.NOT_YOURS`
   */
  async report(
    checklistId: number,
    position: number,
    result: { readonly text: string; readonly at: Temporal.Instant | null },
    by: Speaker,
  ): Promise<ChecklistItem> {
    const now = this.time.now();
    const at = result.at ?? now;
    if (Temporal.Instant.compare(at, now) > 0) throw checklistErrors.resultInFuture();
    return this.change(checklistId, position, async (manager, { cadreCode, item }) => {
      if (by.cadreCode !== null && by.cadreCode !== cadreCode) throw checklistErrors.notYours();
      if (item.carriedOver !== null) throw checklistErrors.carriedOver(item.carriedOver.week);
      if (standingReport(item) !== null) throw checklistErrors.resultExists();
      const returned = item.reports.at(-1)?.returned;
      if (returned && Temporal.Instant.compare(at, returned.at) < 0)
        throw checklistErrors.resultBeforeReturn();
      const report = { text: result.text, at, by: by.username, now };
      await this.repository.addReport(manager, { checklistId, position }, report);
    });
  }

  /**
   * Returns (退回) the result that stands. Returned before the due time it counts as none until it is reported
   * again; afterwards the item stays in time, see `isOnTime` of the rulebook.
   *
   * @param by another person than the one who reported, and not the cadre whose list it is
   * @throws CodedError `CHECKLISTS.UNKNOWN_ITEM`, `CHECKLISTS.NO_RESULT`, `CHECKLISTS.OWN_REPORT`
   */
  async return(checklistId: number, position: number, reason: string, by: Speaker): Promise<ChecklistItem> {
    const at = this.time.now();
    return this.change(checklistId, position, async (manager, { cadreCode, item }) => {
      const report = standingReport(item);
      if (report === null) throw checklistErrors.noResult();
      if (report.by === by.username || by.cadreCode === cadreCode) throw checklistErrors.ownReport();
      const back = { reportId: report.id, reason, at, by: by.username };
      await this.repository.addReturn(manager, { checklistId, position }, back);
    });
  }

  private async change(
    checklistId: number,
    position: number,
    act: (manager: EntityManager, found: FoundItem) => Promise<void>,
  ): Promise<ChecklistItem> {
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager);
      const found = await this.find(manager, checklistId, position);
      await act(manager, found);
      const { monday } = IsoWeek.parse(found.week);
      await this.dirtyWeeks.markCadre(manager, found.cadreCode, monday, monday);
      return (await this.find(manager, checklistId, position)).item;
    });
  }

  private async find(
    manager: EntityManager,
    id: number,
    position: number,
  ): Promise<FoundItem & { readonly week: string }> {
    const [list] = await this.repository.find(manager, { id });
    const item = list?.items.find((candidate) => candidate.position === position);
    if (!list || !item) throw checklistErrors.unknownItem(id, position);
    return { cadreCode: list.cadreCode, week: list.week, item };
  }
}
