import { Inject, Injectable } from '@nestjs/common';
import type { ClockTarget } from '@cunqin/clock-protocol';
import { CONFIG, type Config, SecretBox, TimeSource } from '@cunqin/platform';
import {
  DirtyWeeksRepository,
  isExclusionViolation,
  isForeignKeyViolation,
  isUniqueViolation,
  rosterErrors,
} from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { clockErrors } from './clock-errors.js';
import { ClockNetworks } from './clock-networks.js';
import { ClockPlacement } from './entities/clock-placement.entity.js';
import { Clock, type ClockDriverName } from './entities/clock.entity.js';

export interface NewClock
  extends
    Omit<Clock, 'id' | 'commKeySealed' | 'retiredOn' | 'setTime' | 'live'>,
    Partial<Pick<Clock, 'setTime' | 'live'>> {
  readonly villageCode: string;
  readonly commKey: number | null;
  /** Since when it has stood there. */
  readonly placedFrom: string;
}

/** A clock with where it stands now; never with its comm key. */
export interface ClockView extends Omit<Clock, 'commKeySealed'> {
  readonly villageCode: string | null;
  readonly placedFrom: string | null;
  readonly hasCommKey: boolean;
}

/** A clock that waits to be asked, with its sealed comm key. */
export interface PollableClock extends Clock {
  readonly driver: Exclude<ClockDriverName, 'push'>;
}

/** Drivers that can set a clock and hear its live events. */
const SETS_AND_HEARS: readonly ClockDriverName[] = ['zk-tcp', 'zk-udp'];

/** The registry of clocks and of the villages they stand in. */
@Injectable()
export class ClocksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly networks: ClockNetworks,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly secrets: SecretBox,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @throws CodedError `CLOCKS.ADDRESS_NOT_ALLOWED`, `CLOCKS.UNKNOWN_HOST`, `ROSTER.UNKNOWN_VILLAGE`,
   *   `CLOCKS.SET_TIME_NOT_SUPPORTED`, `CLOCKS.LIVE_NOT_SUPPORTED`; for a clock that pushes
   *   `CLOCKS.SERIAL_NUMBER_MISSING`, `CLOCKS.SERIAL_NUMBER_TAKEN`
   */
  async register({ villageCode, commKey, placedFrom, ...row }: NewClock): Promise<ClockView> {
    const clock = { setTime: 'never', live: false, ...row } as const;
    if (!SETS_AND_HEARS.includes(clock.driver)) {
      if (clock.setTime !== 'never') throw clockErrors.cannotBeSet(clock.driver);
      if (clock.live) throw clockErrors.cannotBeWatched(clock.driver);
    }
    if (clock.driver !== 'push') await this.networks.resolve(clock.host);
    else if (clock.serialNumber === null) throw clockErrors.serialNumberMissing();
    const id = await this.dataSource.transaction(async (manager) => {
      const created = manager.create(Clock, {
        ...clock,
        commKeySealed: commKey === null ? null : this.secrets.seal(String(commKey)),
        retiredOn: null,
      });
      await this.insert(manager, created);
      await this.place(manager, created.id, villageCode, placedFrom);
      return created.id;
    });
    return this.view(id);
  }

  /**
   * Moves a clock to another village. Punches of earlier days keep the village it stood in then.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `ROSTER.UNKNOWN_VILLAGE`, `CLOCKS.PLACEMENT_OVERLAPS`
   */
  async move(id: number, villageCode: string, from: string): Promise<ClockView> {
    if ((await this.view(id)).retiredOn !== null) throw clockErrors.retired(id);
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `UPDATE clock_placement SET placed_until = $2
         WHERE clock_id = $1 AND placed_from < $2 AND placed_until IS NULL`,
        [id, from],
      );
      await this.place(manager, id, villageCode, from);
    });
    return this.view(id);
  }

  /**
   * Takes a clock out of use from a date on. Its punches stay; where it was still to be placed from that
   * date on, it never stood.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `CLOCKS.RETIRED`
   */
  async retire(id: number, on: string): Promise<ClockView> {
    if ((await this.view(id)).retiredOn !== null) throw clockErrors.retired(id);
    await this.dataSource.transaction(async (manager) => {
      await manager.update(Clock, { id }, { retiredOn: on });
      await manager.query(`DELETE FROM clock_placement WHERE clock_id = $1 AND placed_from >= $2`, [id, on]);
      await manager.query(
        `UPDATE clock_placement SET placed_until = $2
         WHERE clock_id = $1 AND placed_from < $2 AND (placed_until IS NULL OR placed_until > $2)`,
        [id, on],
      );
      await this.dirtyWeeks.markJudged(manager, Temporal.PlainDate.from(on).subtract({ days: 7 }));
    });
    return this.view(id);
  }

  async list(): Promise<ClockView[]> {
    return this.views(null);
  }

  /** @throws CodedError `ROSTER.UNKNOWN_CLOCK` */
  async view(id: number): Promise<ClockView> {
    const [clock] = await this.views(id);
    if (!clock) throw rosterErrors.unknownClock(id);
    return clock;
  }

  /**
   * A clock that can be spoken to. A retired one can: its last punches may still be in it.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `CLOCKS.PUSHES`
   */
  async pollable(id: number): Promise<PollableClock> {
    const clock = await this.dataSource.manager
      .createQueryBuilder(Clock, 'clock')
      .addSelect('clock.commKeySealed')
      .where({ id })
      .getOne();
    if (!clock) throw rosterErrors.unknownClock(id);
    const { driver } = clock;
    if (driver === 'push') throw clockErrors.isPush(id);
    return { ...clock, driver };
  }

  /**
   * How to reach a clock: its name resolved, its comm key opened.
   *
   * @throws CodedError `CLOCKS.UNKNOWN_HOST`, `CLOCKS.ADDRESS_NOT_ALLOWED`, `SECRET.UNREADABLE`
   */
  async target(clock: PollableClock): Promise<ClockTarget> {
    const host = await this.networks.resolve(clock.host);
    const commKey = clock.commKeySealed === null ? 0 : Number(this.secrets.open(clock.commKeySealed));
    return { host, port: clock.port, commKey };
  }

  private async insert(manager: EntityManager, clock: Clock): Promise<void> {
    try {
      await manager.insert(Clock, clock);
    } catch (failure) {
      if (isUniqueViolation(failure)) throw clockErrors.serialNumberTaken(clock.serialNumber ?? '');
      throw failure;
    }
  }

  private async place(
    manager: EntityManager,
    clockId: number,
    villageCode: string,
    placedFrom: string,
  ): Promise<void> {
    try {
      await manager.insert(ClockPlacement, { clockId, villageCode, placedFrom, placedUntil: null });
    } catch (failure) {
      if (isForeignKeyViolation(failure)) throw rosterErrors.unknownVillage('villageCode', villageCode);
      if (isExclusionViolation(failure) || isUniqueViolation(failure)) throw clockErrors.placementOverlaps();
      throw failure;
    }
    await this.markFrom(manager, placedFrom);
  }

  /** Where a clock stands decides whose weeks wait for it: everybody is judged again from that date on. */
  private async markFrom(manager: EntityManager, from: string): Promise<void> {
    await this.dirtyWeeks.markJudged(manager, Temporal.PlainDate.from(from));
  }

  private async views(id: number | null): Promise<ClockView[]> {
    return this.dataSource.query(
      `SELECT clock.id, clock.name, clock.driver, clock.host, clock.port, clock.serial_number AS "serialNumber",
              clock.poll_every_minutes AS "pollEveryMinutes", clock.timezone, clock.set_time AS "setTime",
              clock.live, clock.retired_on::text AS "retiredOn",
              clock.comm_key_sealed IS NOT NULL AS "hasCommKey",
              placement.village_code AS "villageCode", placement.placed_from::text AS "placedFrom"
       FROM clock
       LEFT JOIN LATERAL (SELECT village_code, placed_from FROM clock_placement
                          WHERE clock_placement.clock_id = clock.id
                          ORDER BY placed_from DESC LIMIT 1) AS placement ON true
       WHERE $1::integer IS NULL OR clock.id = $1
       ORDER BY clock.id`,
      [id],
    );
  }
}
