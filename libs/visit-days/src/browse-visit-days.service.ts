import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import { DataSource } from 'typeorm';

/** A date of a cadre with the punches that prove it. */
export interface VisitDayView {
  readonly cadreCode: string;
  readonly date: string;
  readonly kind: 'village' | 'half-pair';
  readonly credited: boolean;
  readonly morning: string[];
  readonly afternoon: string[];
  /** Punches that prove nothing until a reviewer accepts them. */
  readonly suspect: string[];
  readonly villageCodes: string[];
}

/** Shows visit days; computes none. */
@Injectable()
export class BrowseVisitDaysService {
  constructor(private readonly dataSource: DataSource) {}

  async ofWeek(week: IsoWeek, cadreCode: string | null): Promise<VisitDayView[]> {
    return this.dataSource.query(
      `SELECT cadre_code AS "cadreCode", date::text AS date, kind, credited, morning, afternoon, suspect,
              village_codes AS "villageCodes"
       FROM visit_day WHERE week = $1 AND ($2::text IS NULL OR cadre_code = $2)
       ORDER BY cadre_code, date`,
      [week.toString(), cadreCode],
    );
  }
}
