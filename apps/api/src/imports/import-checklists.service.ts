import { type Checklist, ChecklistsService, dueInWeek, type NewTask } from '@cunqin/checklists';
import { CONFIG, type Config } from '@cunqin/platform';
import { CadresService, rosterErrors, VillagesService } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Inject, Injectable } from '@nestjs/common';
import { CreateChecklistBody } from '../facts/dto/checklists.dto.js';
import { parseMoment } from '../http/moment.js';
import { importErrors } from './import-errors.js';
import type { ImportRow } from './import-rows.js';
import type { ImportRun, RowOutcome } from './import-run.js';
import { rowBody } from './row-body.js';

interface WantedItem {
  readonly row: ImportRow;
  readonly cadreCode: string;
  readonly week: string;
  readonly task: NewTask;
}

/** Items of a sheet, one a row: each goes on its cadre's list of its week, which is made if there is none. */
@Injectable()
export class ImportChecklistsService {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly cadres: CadresService,
    private readonly villages: VillagesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async import(rows: readonly ImportRow[], run: ImportRun): Promise<void> {
    const names = new Map(
      (await this.cadres.list(undefined, run.manager)).map(({ code, name }) => [code, name]),
    );
    const villages = new Set((await this.villages.list()).map(({ code }) => code));
    const lists = new Map<string, WantedItem[]>();
    for (const row of run.sound(rows)) {
      await run.carryOut([row], async () => {
        const item = await this.itemOf(row, names, villages);
        const key = `${item.cadreCode} ${item.week}`;
        const twin = lists.get(key)?.find(({ task }) => task.title === item.task.title);
        if (twin !== undefined) throw importErrors.twice('title', twin.row.number);
        lists.set(key, [...(lists.get(key) ?? []), item]);
        return [];
      });
    }
    const weeks = new Set([...lists.values()].flatMap((items) => items.map(({ week }) => week)));
    await this.checklists.holdMonthsStill(
      run.manager,
      [...weeks].map((week) => IsoWeek.parse(week)),
    );
    for (const [, items] of [...lists].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await run.carryOut(
        items.map(({ row }) => row),
        (manager) => this.ask(items, run, manager),
      );
    }
  }

  private async itemOf(
    row: ImportRow,
    names: ReadonlyMap<string, string>,
    villages: ReadonlySet<string>,
  ): Promise<WantedItem> {
    const { cadreCode, week, name, ...item } = row.values;
    const body = await rowBody(CreateChecklistBody, { cadreCode, week, items: [item] });
    const holder = names.get(body.cadreCode);
    if (holder === undefined) throw rosterErrors.unknownCadre(body.cadreCode);
    if (name !== undefined && name !== holder) throw importErrors.otherName('name');
    const { title = '', villageCode = null, dueAt } = body.items[0] ?? {};
    if (villageCode !== null && !villages.has(villageCode)) {
      throw rosterErrors.unknownVillage('villageCode', villageCode);
    }
    const at = dueAt === undefined ? null : parseMoment(dueAt, this.config.timeZone);
    dueInWeek(at, IsoWeek.parse(body.week), this.config.timeZone);
    return { row, cadreCode: body.cadreCode, week: body.week, task: { title, villageCode, dueAt: at } };
  }

  /** Items of one cadre's week. */
  private async ask(
    items: readonly WantedItem[],
    run: ImportRun,
    manager: ImportRun['manager'],
  ): Promise<RowOutcome[]> {
    const [{ cadreCode, week }] = items as [WantedItem];
    const [list] = await this.checklists.list({ week, cadreCode }, manager);
    if (list === undefined) {
      const tasks = items.map(({ task }) => task);
      await this.checklists.create({ cadreCode, week: IsoWeek.parse(week), items: tasks }, manager);
      return items.map(() => 'created');
    }
    const outcomes: RowOutcome[] = [];
    for (const { row, task } of items) {
      await run.carryOut([row], async (inner) => {
        if (this.isThere(task, list)) return ['unchanged'];
        await this.checklists.addItems(list.id, [task], inner);
        return ['created'];
      });
    }
    return outcomes;
  }

  /** @throws CodedError `IMPORTS.ITEM_DIFFERS`: what was asked for is never rewritten */
  private isThere(task: NewTask, list: Checklist): boolean {
    const same = list.items.find(({ title }) => title === task.title);
    if (same === undefined) return false;
    const dueAt = dueInWeek(task.dueAt, IsoWeek.parse(list.week), this.config.timeZone);
    if (same.villageCode !== task.villageCode || !same.dueAt.equals(dueAt)) throw importErrors.itemDiffers();
    return true;
  }
}
