import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@cunqin/platform/errors';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { isForeignKeyViolation, isUniqueViolation } from './constraint-violations.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { CadreCategory } from './entities/cadre-category.entity.js';
import { Cadre } from './entities/cadre.entity.js';
import { rosterErrors } from './roster-errors.js';

/** A cadre with the category of today, or the first one to come. */
export type CadreView = Cadre & { readonly category: CadreCategory['category'] | null };

export type NewCadre = Cadre & Pick<CadreCategory, 'category'>;

/** Cadres, the period they are managed, and the category they have from a date on. */
@Injectable()
export class CadresService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws CodedError `ROSTER.CODE_TAKEN`, `ROSTER.UNKNOWN_VILLAGE`, `ROSTER.PERIOD_REVERSED` */
  async create({ category, ...cadre }: NewCadre): Promise<NewCadre> {
    if (cadre.managedUntil !== null && cadre.managedUntil < cadre.managedFrom) {
      throw rosterErrors.periodReversed('managedUntil');
    }
    return this.dataSource.transaction(async (manager) => {
      try {
        await manager.insert(Cadre, cadre);
      } catch (failure) {
        if (isUniqueViolation(failure)) throw rosterErrors.codeTaken('cadre', cadre.code);
        if (isForeignKeyViolation(failure)) {
          throw rosterErrors.unknownVillage('homeVillageCode', String(cadre.homeVillageCode));
        }
        throw failure;
      }
      await manager.insert(CadreCategory, { cadreCode: cadre.code, validFrom: cadre.managedFrom, category });
      await this.markFrom(manager, cadre.code, cadre.managedFrom);
      return { ...cadre, category };
    });
  }

  /**
   * Gives a cadre another category from a date on. The category on Monday decides the week's quota.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.CATEGORY_EXISTS` when one begins that day already
   */
  async changeCategory(change: CadreCategory): Promise<CadreCategory> {
    return this.dataSource.transaction(async (manager) => {
      try {
        await manager.insert(CadreCategory, change);
      } catch (failure) {
        if (isForeignKeyViolation(failure)) throw rosterErrors.unknownCadre(change.cadreCode);
        if (isUniqueViolation(failure)) {
          throw new CodedError(
            'ROSTER.CATEGORY_EXISTS',
            `a category of ${change.cadreCode} begins that day`,
            {
              status: 409,
              title: '当天已有一次类别变更',
              fields: [{ field: 'from', message: '当天已有一次类别变更' }],
            },
          );
        }
        throw failure;
      }
      await this.dirtyWeeks.markJudged(manager, Temporal.PlainDate.from(change.validFrom), change.cadreCode);
      return change;
    });
  }

  /** Cadres in order of their codes, with the category each has today. */
  async list(): Promise<CadreView[]> {
    const today = this.time.localNow(this.config.timeZone).toPlainDate().toString();
    const cadres = await this.dataSource.manager.find(Cadre, { order: { code: 'ASC' } });
    const categories = await this.dataSource.manager.find(CadreCategory, { order: { validFrom: 'ASC' } });
    const current = new Map<string, CadreCategory['category']>();
    for (const { cadreCode, category, validFrom } of categories) {
      if (validFrom <= today || !current.has(cadreCode)) current.set(cadreCode, category);
    }
    return cadres.map((cadre) => ({ ...cadre, category: current.get(cadre.code) ?? null }));
  }

  private async markFrom(manager: EntityManager, cadreCode: string, from: string): Promise<void> {
    const first = Temporal.PlainDate.from(from);
    const today = this.time.localNow(this.config.timeZone).toPlainDate();
    if (Temporal.PlainDate.compare(first, today) <= 0) {
      await this.dirtyWeeks.markCadre(manager, cadreCode, first, today);
    }
  }
}
