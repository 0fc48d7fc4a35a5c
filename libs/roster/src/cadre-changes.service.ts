import { AuditService } from '@cunqin/accounts';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { isForeignKeyViolation, isUniqueViolation } from './constraint-violations.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { CadreCategory } from './entities/cadre-category.entity.js';
import { CadreHomeVillage } from './entities/cadre-home-village.entity.js';
import { CadrePost } from './entities/cadre-post.entity.js';
import { Cadre } from './entities/cadre.entity.js';
import { rosterErrors } from './roster-errors.js';

/** What changes about a cadre from a date on. What was true before that date stays true of it. */
@Injectable()
export class CadreChangesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly audit: AuditService,
  ) {}

  /**
   * Gives a cadre another category from a date on. The category on Monday decides the week's quota.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.CATEGORY_EXISTS` when one begins that day already
   */
  async changeCategory(
    change: CadreCategory,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<CadreCategory> {
    await this.begin(outer, CadreCategory, change, () => rosterErrors.categoryExists(change.cadreCode));
    return change;
  }

  /**
   * Posts a cadre to another village from a date on, or to none. The home village on Monday is the week's.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.UNKNOWN_VILLAGE`, `ROSTER.HOME_VILLAGE_EXISTS` when one
   *   begins that day already
   */
  async changeHomeVillage(
    change: CadreHomeVillage,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<CadreHomeVillage> {
    await this.begin(outer, CadreHomeVillage, change, () => rosterErrors.homeVillageExists(change.cadreCode));
    return change;
  }

  /**
   * Sets the last managed day of a cadre, or moves it; who was there before and after is on the audit trail.
   * Weeks and days after it are not judged any more; those that it adds are.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED`
   */
  async leave(
    code: string,
    managedUntil: Temporal.PlainDate,
    by: string,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<Cadre> {
    return outer.transaction(async (manager) => {
      const cadre = await this.lock(manager, code);
      const until = managedUntil.toString();
      if (until < cadre.managedFrom) throw rosterErrors.periodReversed('managedUntil');
      const before = cadre.managedUntil;
      await manager.update(Cadre, { code }, { managedUntil: until });
      await this.audit.record(manager, {
        actor: by,
        action: 'cadre.left',
        subject: `cadre/${code}`,
        detail: { before: { managedUntil: before }, after: { managedUntil: until } },
      });
      await this.dirtyWeeks.markJudged(
        manager,
        before === null ? managedUntil : earlier(managedUntil, Temporal.PlainDate.from(before)),
        code,
      );
      if (before !== null && before < until) {
        await this.dirtyWeeks.markCadre(manager, code, Temporal.PlainDate.from(before), managedUntil);
      }
      return { ...cadre, managedUntil: until };
    });
  }

  /**
   * Gives a cadre another post from a date on: identity and subsidy. The identity on Monday decides whether a week
   * costs anything, the subsidy on a month's last day is its ceiling. A post that begins that day already is set
   * right; what was there is on the audit trail.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED` for a date before the first managed day
   */
  async changePost(
    { cadreCode: code, validFrom, identity, postSubsidyFen }: CadrePost,
    by: string,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<CadrePost> {
    const after = { identity, postSubsidyFen };
    return outer.transaction(async (manager) => {
      const cadre = await this.lock(manager, code);
      if (validFrom < cadre.managedFrom) throw rosterErrors.periodReversed('from');
      const since = { cadreCode: code, validFrom };
      const isFirst = validFrom === cadre.managedFrom;
      const before = isFirst ? cadre : await manager.findOneBy(CadrePost, since);
      if (isFirst) await manager.update(Cadre, { code }, after);
      else await manager.upsert(CadrePost, { ...since, ...after }, ['cadreCode', 'validFrom']);
      await this.audit.record(manager, {
        actor: by,
        action: 'cadre.post-changed',
        subject: `cadre/${code}`,
        detail: {
          from: validFrom,
          before: before && { identity: before.identity, postSubsidyFen: before.postSubsidyFen },
          after,
        },
      });
      await this.dirtyWeeks.markJudged(manager, Temporal.PlainDate.from(validFrom), code);
      return { ...since, ...after };
    });
  }

  /**
   * Writes what a cadre is called and where the desk stands, as it is now. What was there before is on the audit
   * trail.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`
   */
  async correct(
    code: string,
    after: Pick<Cadre, 'name' | 'office'>,
    by: string,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await outer.transaction(async (manager) => {
      const { name, office } = await this.lock(manager, code);
      await manager.update(Cadre, { code }, after);
      await this.audit.record(manager, {
        actor: by,
        action: 'cadre.corrected',
        subject: `cadre/${code}`,
        detail: { before: { name, office }, after },
      });
    });
  }

  /**
   * The cadre, whom nobody else changes until the end. The refresh comes first: it holds its lock while it writes rows
   * that point to cadres, and whoever writes the audit trail has to have it before the journal's.
   */
  private async lock(manager: EntityManager, code: string): Promise<Cadre> {
    await this.dirtyWeeks.lockRefresh(manager);
    const cadre = await manager.findOne(Cadre, { where: { code }, lock: { mode: 'for_no_key_update' } });
    if (cadre === null) throw rosterErrors.unknownCadre(code);
    return cadre;
  }

  private async begin<Dated extends ObjectLiteral & { cadreCode: string; validFrom: string }>(
    outer: EntityManager,
    entity: EntityTarget<Dated>,
    change: Dated,
    alreadyThere: () => Error,
  ): Promise<void> {
    await outer.transaction(async (manager) => {
      try {
        await manager.insert(entity, change);
      } catch (failure) {
        if (isUniqueViolation(failure)) throw alreadyThere();
        if (!isForeignKeyViolation(failure)) throw failure;
        const { constraint } = (failure as { driverError: { constraint?: string } }).driverError;
        throw constraint?.includes('village_code')
          ? rosterErrors.unknownVillage('villageCode', String(change['villageCode']))
          : rosterErrors.unknownCadre(change.cadreCode);
      }
      await this.dirtyWeeks.markJudged(manager, Temporal.PlainDate.from(change.validFrom), change.cadreCode);
    });
  }
}

function earlier(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) < 0 ? a : b;
}
