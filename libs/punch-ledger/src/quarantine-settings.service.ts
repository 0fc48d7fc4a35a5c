import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { DEFAULT_QUARANTINE, type QuarantineSetting } from './domain/quarantine-setting.js';

/** A setting as people see it. */
export interface QuarantineSettingView extends Omit<QuarantineSetting, 'effectiveFrom'> {
  readonly effectiveFrom: string | null;
  readonly reason: string | null;
  readonly setBy: string | null;
}

export type NewQuarantineSetting = Omit<QuarantineSetting, 'version' | 'effectiveFrom'> & {
  readonly effectiveFrom: Temporal.PlainDate;
  readonly reason: string;
};

/** The dated versions of how much is too much. None is ever changed. */
@Injectable()
export class QuarantineSettingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /** All versions, the delivered one first. */
  async views(manager: EntityManager = this.dataSource.manager): Promise<QuarantineSettingView[]> {
    const published: QuarantineSettingView[] = await manager.query(
      `SELECT version, effective_from::text AS "effectiveFrom", far_villages_minutes AS "farVillagesMinutes",
              crowd_numbers AS "crowdNumbers", crowd_seconds AS "crowdSeconds", reason, set_by AS "setBy"
       FROM quarantine_setting ORDER BY version`,
    );
    return [{ ...DEFAULT_QUARANTINE, effectiveFrom: null, reason: null, setBy: null }, ...published];
  }

  /** What a rule asks for the setting of a date. */
  async versions(manager?: EntityManager): Promise<QuarantineSetting[]> {
    return (await this.views(manager)).map(({ effectiveFrom, ...setting }) => ({
      ...setting,
      effectiveFrom:
        effectiveFrom === null ? DEFAULT_QUARANTINE.effectiveFrom : Temporal.PlainDate.from(effectiveFrom),
    }));
  }

  /** Publishes the next version; weeks judged from its date on are judged again. */
  async publish(setting: NewQuarantineSetting, setBy: string): Promise<QuarantineSettingView> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('quarantine_setting'))`);
      await this.dirtyWeeks.lockRefresh(manager);
      await manager.query(
        `INSERT INTO quarantine_setting (version, effective_from, far_villages_minutes, crowd_numbers,
                                         crowd_seconds, reason, set_by, set_at)
         SELECT coalesce(max(version), 0) + 1, $1::date, $2::integer, $3::integer, $4::integer, $5, $6, $7::timestamptz
         FROM quarantine_setting`,
        [
          setting.effectiveFrom.toString(),
          setting.farVillagesMinutes,
          setting.crowdNumbers,
          setting.crowdSeconds,
          setting.reason,
          setBy,
          this.time.now().toString(),
        ],
      );
      // A doubt may reach over midnight into the week before.
      await this.dirtyWeeks.markJudged(manager, setting.effectiveFrom.subtract({ days: 1 }));
      const views = await this.views(manager);
      return views.at(-1) as QuarantineSettingView;
    });
  }
}
