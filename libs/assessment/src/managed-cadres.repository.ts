import { Injectable } from '@nestjs/common';
import { joinPostOn } from '@cunqin/roster';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';

/** A cadre as lists name one. */
export interface ManagedCadre {
  readonly code: string;
  readonly name: string;
  readonly office: string;
  readonly townshipCode: string;
  /** Of a month, in fen, as it is at the end of the week. */
  readonly postSubsidyFen: number;
}

/** Reads who is managed in a week. */
@Injectable()
export class ManagedCadresRepository {
  /** Everybody managed on a day of the week, in order of township and code; one cadre if given. */
  async managedIn(
    manager: EntityManager,
    week: IsoWeek,
    cadreCode: string | null = null,
  ): Promise<ManagedCadre[]> {
    return manager.query(
      `SELECT code, name, office, township_code AS "townshipCode", post.post_subsidy_fen AS "postSubsidyFen"
       FROM cadre ${joinPostOn('$1::date + 6')}
       WHERE managed_from <= $1::date + 6 AND (managed_until IS NULL OR managed_until >= $1::date)
         AND ($2::text IS NULL OR code = $2)
       ORDER BY township_code, code`,
      [week.monday.toString(), cadreCode],
    );
  }
}

/** The same cadres by township, in that order. */
export function byTownship<T extends { readonly townshipCode: string }>(
  cadres: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const cadre of cadres) {
    const group = groups.get(cadre.townshipCode);
    if (group) group.push(cadre);
    else groups.set(cadre.townshipCode, [cadre]);
  }
  return groups;
}
