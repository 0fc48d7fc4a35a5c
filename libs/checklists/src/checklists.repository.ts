import { Injectable } from '@nestjs/common';
import { isForeignKeyViolation, isUniqueViolation, rosterErrors } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { checklistErrors } from './checklist-errors.js';
import type { Checklist, ChecklistItem, ItemPlace, ItemReport, Task } from './domain/checklist.js';

export interface ChecklistFilter {
  readonly week?: string;
  readonly cadreCodes?: readonly string[];
  readonly id?: number;
}

interface ItemRow {
  readonly id: number;
  readonly cadre_code: string;
  readonly township_code: string;
  readonly week: string;
  readonly position: number;
  readonly title: string;
  readonly village_code: string | null;
  readonly due_at: Date;
  readonly to: ItemPlace | null;
  readonly from: ItemPlace | null;
  readonly reason: string | null;
  readonly carried_by: string;
  readonly carried_at: Date;
}

interface ReportRow {
  readonly checklist_id: number;
  readonly position: number;
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  readonly recorded_by: string | null;
  readonly return_reason: string;
  readonly returned_at: Date | null;
  readonly returned_by: string;
}

const instant = (at: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());

/** Lists, their items, and what became of these. Rows are added, never changed. */
@Injectable()
export class ChecklistsRepository {
  /**
   * One change of lists at a time, until the transaction ends. The journal lets evidence in one transaction at a
   * time anyhow; a lock a cadre would only add ways to wait for each other.
   */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('checklists'))`);
  }

  /** Lists in order of cadre and week, each with its items in order. A list without items is not in it. */
  async find(manager: EntityManager, filter: ChecklistFilter): Promise<Checklist[]> {
    const rows: ItemRow[] = await manager.query(
      `SELECT checklist.id, cadre_code, township_code, week, item.position, title, village_code, due_at, reason, carried_by,
              carried_at,
              (SELECT jsonb_build_object('checklistId', target.id, 'week', target.week,
                                         'position', carried.to_position)
               FROM checklist AS target WHERE target.id = carried.to_checklist_id) AS to,
              (SELECT jsonb_build_object('checklistId', source.id, 'week', source.week,
                                         'position', came.position)
               FROM checklist_carry_over AS came JOIN checklist AS source ON source.id = came.checklist_id
               WHERE came.to_checklist_id = item.checklist_id AND came.to_position = item.position) AS from
       FROM checklist
       JOIN cadre ON cadre.code = checklist.cadre_code
       JOIN checklist_item AS item ON item.checklist_id = checklist.id
       LEFT JOIN checklist_carry_over AS carried
         ON carried.checklist_id = item.checklist_id AND carried.position = item.position
       WHERE ($1::text IS NULL OR week = $1) AND ($2::text[] IS NULL OR cadre_code = ANY ($2))
         AND ($3::integer IS NULL OR checklist.id = $3)
       ORDER BY cadre_code, week, item.position`,
      [filter.week ?? null, filter.cadreCodes ?? null, filter.id ?? null],
    );
    const reports = await this.reports(manager, [...new Set(rows.map((row) => row.id))]);
    const lists = new Map<number, Checklist & { items: ChecklistItem[] }>();
    for (const row of rows) {
      const { id, week } = row;
      const owner = { cadreCode: row.cadre_code, townshipCode: row.township_code };
      const list = lists.get(id) ?? { id, ...owner, week, items: [] };
      list.items.push(itemOf(row, reports.get(`${row.id} ${row.position}`) ?? []));
      lists.set(row.id, list);
    }
    return [...lists.values()];
  }

  private async reports(
    manager: EntityManager,
    listIds: readonly number[],
  ): Promise<Map<string, ItemReport[]>> {
    const rows: ReportRow[] = await manager.query(
      `SELECT report.checklist_id, report.position, report.id, report.text, report.at, report.recorded_by,
              later.text AS return_reason, later.at AS returned_at, later.recorded_by AS returned_by
       FROM checklist_result AS report
       LEFT JOIN checklist_result AS later ON later.returns = report.id
       WHERE report.kind = 'report' AND report.checklist_id = ANY ($1)
       ORDER BY report.id`,
      [listIds],
    );
    const reports = new Map<string, ItemReport[]>();
    for (const row of rows) {
      const key = `${row.checklist_id} ${row.position}`;
      const { id, text } = row;
      const returned =
        row.returned_at === null
          ? null
          : { reason: row.return_reason, at: instant(row.returned_at), by: row.returned_by };
      const report = { id, text, at: instant(row.at), by: row.recorded_by, returned };
      reports.set(key, [...(reports.get(key) ?? []), report]);
    }
    return reports;
  }

  /** @returns its id. @throws CodedError `CHECKLISTS.EXISTS`, `ROSTER.UNKNOWN_CADRE` */
  async addList(manager: EntityManager, cadreCode: string, week: string): Promise<number> {
    try {
      const [row]: [{ id: number }] = await manager.query(
        `INSERT INTO checklist (cadre_code, week) VALUES ($1, $2) RETURNING id`,
        [cadreCode, week],
      );
      return row.id;
    } catch (failure) {
      if (isUniqueViolation(failure)) throw checklistErrors.exists(cadreCode, week);
      if (isForeignKeyViolation(failure)) throw rosterErrors.unknownCadre(cadreCode);
      throw failure;
    }
  }

  /** Appends items after `last`. @throws CodedError `ROSTER.UNKNOWN_VILLAGE` */
  async addItems(
    manager: EntityManager,
    listId: number,
    last: number,
    tasks: readonly Task[],
  ): Promise<void> {
    try {
      await manager.query(
        `INSERT INTO checklist_item (checklist_id, position, title, village_code, due_at)
         SELECT $1, $2 + n, title, village_code, due_at
         FROM unnest($3::text[], $4::text[], $5::timestamptz[]) WITH ORDINALITY
              AS task (title, village_code, due_at, n)`,
        [
          listId,
          last,
          tasks.map(({ title }) => title),
          tasks.map(({ villageCode }) => villageCode),
          tasks.map(({ dueAt }) => dueAt.toString()),
        ],
      );
    } catch (failure) {
      if (!isForeignKeyViolation(failure)) throw failure;
      throw rosterErrors.unknownVillage(
        'items',
        tasks
          .map(({ villageCode }) => villageCode ?? '')
          .join(' ')
          .trim(),
      );
    }
  }

  /** Whether an issued month of the cadre's township has the week. */
  async isSettled(manager: EntityManager, cadreCode: string, week: string): Promise<boolean> {
    const [row]: [{ settled: boolean }] = await manager.query(
      `SELECT EXISTS (SELECT FROM settled_week JOIN cadre USING (township_code)
                      WHERE cadre.code = $1 AND settled_week.week = $2) AS settled`,
      [cadreCode, week],
    );
    return row.settled;
  }

  async addReport(
    manager: EntityManager,
    { checklistId, position }: Omit<ItemPlace, 'week'>,
    report: { text: string; at: Temporal.Instant; by: string; now: Temporal.Instant },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO checklist_result (checklist_id, position, kind, text, at, recorded_by, recorded_at)
       VALUES ($1, $2, 'report', $3, $4, $5, $6)`,
      [checklistId, position, report.text, report.at.toString(), report.by, report.now.toString()],
    );
  }

  async addReturn(
    manager: EntityManager,
    { checklistId, position }: Omit<ItemPlace, 'week'>,
    { reportId, ...back }: { reportId: string; reason: string; at: Temporal.Instant; by: string },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO checklist_result (checklist_id, position, kind, text, at, recorded_by, recorded_at, returns)
       VALUES ($1, $2, 'return', $3, $4, $5, $4, $6)`,
      [checklistId, position, back.reason, back.at.toString(), back.by, reportId],
    );
  }

  async addCarryOver(
    manager: EntityManager,
    from: Omit<ItemPlace, 'week'>,
    to: Omit<ItemPlace, 'week'>,
    { reason, by, at }: { reason: string | null; by: string; at: Temporal.Instant },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO checklist_carry_over
         (checklist_id, position, to_checklist_id, to_position, reason, carried_by, carried_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [from.checklistId, from.position, to.checklistId, to.position, reason, by, at.toString()],
    );
  }

  /** Whether each of these cadres is managed on some day of the week; who is unknown is not in it. */
  async managed(
    manager: EntityManager,
    cadreCodes: readonly string[],
    monday: string,
  ): Promise<Map<string, boolean>> {
    const rows: { code: string; managed: boolean }[] = await manager.query(
      `SELECT code, managed_from <= $2::date + 6 AND coalesce(managed_until >= $2::date, true) AS managed
       FROM cadre WHERE code = ANY ($1)`,
      [cadreCodes, monday],
    );
    return new Map(rows.map(({ code, managed }) => [code, managed]));
  }
}

function itemOf(row: ItemRow, reports: readonly ItemReport[]): ChecklistItem {
  const { reason, carried_by: by, carried_at: at } = row;
  return {
    position: row.position,
    title: row.title,
    villageCode: row.village_code,
    dueAt: instant(row.due_at),
    reports,
    carriedOver: row.to === null ? null : { ...row.to, reason, by, at: instant(at) },
    carriedFrom: row.from,
  };
}
