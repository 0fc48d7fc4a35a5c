import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { isForeignKeyViolation, isUniqueViolation } from './constraint-violations.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { CadreCategory } from './entities/cadre-category.entity.js';
import { CadreHomeVillage } from './entities/cadre-home-village.entity.js';
import { CadrePost } from './entities/cadre-post.entity.js';
import { Cadre } from './entities/cadre.entity.js';
import { rosterErrors } from './roster-errors.js';

/** A cadre with the post, category and home village of today, or the first ones to come. */
export type CadreView = Cadre & {
  readonly category: CadreCategory['category'] | null;
  readonly homeVillageCode: string | null;
};

export type NewCadre = Cadre & Pick<CadreCategory, 'category'> & { readonly homeVillageCode: string | null };

/** Cadres, and what they begin with. Changes have a date of their own: see `CadreChangesService`. */
@Injectable()
export class CadresService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param outer a transaction to be part of
   * @throws CodedError `ROSTER.CODE_TAKEN`, `ROSTER.UNKNOWN_TOWNSHIP`, `ROSTER.UNKNOWN_VILLAGE`,
   *   `ROSTER.PERIOD_REVERSED`
   */
  async create(
    { category, homeVillageCode, ...cadre }: NewCadre,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<NewCadre> {
    if (cadre.managedUntil !== null && cadre.managedUntil < cadre.managedFrom) {
      throw rosterErrors.periodReversed('managedUntil');
    }
    return outer.transaction(async (manager) => {
      try {
        await manager.insert(Cadre, cadre);
      } catch (failure) {
        if (isUniqueViolation(failure)) throw rosterErrors.codeTaken('cadre', cadre.code);
        if (isForeignKeyViolation(failure)) throw rosterErrors.unknownTownship(cadre.townshipCode);
        throw failure;
      }
      const since = { cadreCode: cadre.code, validFrom: cadre.managedFrom };
      await manager.insert(CadreCategory, { ...since, category });
      try {
        await manager.insert(CadreHomeVillage, { ...since, villageCode: homeVillageCode });
      } catch (failure) {
        if (!isForeignKeyViolation(failure)) throw failure;
        throw rosterErrors.unknownVillage('homeVillageCode', String(homeVillageCode));
      }
      await this.markFrom(manager, cadre.code, cadre.managedFrom);
      return { ...cadre, category, homeVillageCode };
    });
  }

  /** @throws CodedError `ROSTER.UNKNOWN_CADRE` */
  async assertKnown(code: string): Promise<void> {
    await this.townshipOf(code);
  }

  /** The code of the township that somebody works for. @throws CodedError `ROSTER.UNKNOWN_CADRE` */
  async townshipOf(code: string): Promise<string> {
    const cadre = await this.dataSource.manager.findOneBy(Cadre, { code });
    if (cadre === null) throw rosterErrors.unknownCadre(code);
    return cadre.townshipCode;
  }

  /**
   * Cadres in order of their codes, with the post, category and home village each has on a date.
   *
   * @param on default: today
   */
  async list(
    on: string = this.time.localNow(this.config.timeZone).toPlainDate().toString(),
    manager: EntityManager = this.dataSource.manager,
  ): Promise<CadreView[]> {
    const cadres = await manager.find(Cadre, { order: { code: 'ASC' } });
    const order = { validFrom: 'ASC' } as const;
    const categories = current(await manager.find(CadreCategory, { order }), on);
    const homes = current(await manager.find(CadreHomeVillage, { order }), on);
    const posts = new Map(
      (await manager.find(CadrePost, { order }))
        .filter(({ validFrom }) => validFrom <= on)
        .map(({ cadreCode, identity, postSubsidyFen }) => [cadreCode, { identity, postSubsidyFen }]),
    );
    return cadres.map((cadre) => ({
      ...cadre,
      ...posts.get(cadre.code),
      category: categories.get(cadre.code)?.category ?? null,
      homeVillageCode: homes.get(cadre.code)?.villageCode ?? null,
    }));
  }

  private async markFrom(manager: EntityManager, cadreCode: string, from: string): Promise<void> {
    const first = Temporal.PlainDate.from(from);
    const today = this.time.localNow(this.config.timeZone).toPlainDate();
    if (Temporal.PlainDate.compare(first, today) <= 0) {
      await this.dirtyWeeks.markCadre(manager, cadreCode, first, today);
    }
  }
}

/** By cadre the row of today, or the first one to come. */
function current<Dated extends { readonly cadreCode: string; readonly validFrom: string }>(
  inOrder: readonly Dated[],
  today: string,
): Map<string, Dated> {
  const rows = new Map<string, Dated>();
  for (const row of inOrder) {
    if (row.validFrom <= today || !rows.has(row.cadreCode)) rows.set(row.cadreCode, row);
  }
  return rows;
}
