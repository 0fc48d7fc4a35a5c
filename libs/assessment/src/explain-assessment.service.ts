import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { assessmentErrors } from './assessment-errors.js';
import type { AssessmentView } from './domain/assessment-view.js';
import { explainWeek, type ExplainedDay } from './domain/explain.js';
import { PoliciesService } from './policies.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';
import { WeekFactsRepository } from './week-facts.repository.js';

interface EvidencePunch {
  readonly id: string;
  readonly clockTime: string;
  readonly villageName: string | null;
  readonly half: 'morning' | 'afternoon' | 'suspect';
  readonly suspicions: string[];
  readonly hash: string;
}

/** The chain of reasons from a verdict down to its punches. */
export interface Evidence {
  readonly sentence: string;
  readonly policy: { readonly version: number; readonly clause: string };
  readonly quota: { readonly full: number; readonly availableWorkdays: number; readonly due: number };
  readonly days: readonly {
    readonly date: string;
    readonly credited: boolean;
    readonly punches: EvidencePunch[];
  }[];
  /** Dates of approved absences. Never which kind. */
  readonly excused: readonly string[];
  /** How far each clock of the week is proven complete, and the read that proves it. */
  readonly coverage: readonly { clockId: number; coveredUntil: string | null; readId: string | null }[];
}

/** Answers “why was I charged?” down to the punch. */
@Injectable()
export class ExplainAssessmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly assessments: WeekAssessmentRepository,
    private readonly policies: PoliciesService,
    private readonly weekFacts: WeekFactsRepository,
  ) {}

  /** @throws CodedError `ASSESSMENTS.NOT_MANAGED` */
  async explain(week: IsoWeek, cadreCode: string): Promise<AssessmentView & { evidence: Evidence }> {
    const [assessment] = await this.assessments.ofWeek(week.toString(), cadreCode);
    if (!assessment) throw assessmentErrors.notManaged(cadreCode, week.toString());
    const policy = (await this.policies.versions()).find(
      ({ version }) => version === assessment.policyVersion,
    );
    if (!policy) throw assessmentErrors.noPolicy(week.toString());
    const days = await this.days(week, cadreCode);
    const { waitingFor, ...judged } = assessment;
    return {
      ...assessment,
      evidence: {
        sentence: explainWeek(
          { ...judged, waitingFor: waitingFor.map(({ clockId }) => clockId) },
          days.map(explained),
        ),
        policy: { version: policy.version, clause: policy.clause },
        quota: {
          full: policy.quota[assessment.category],
          availableWorkdays: assessment.availableWorkdays,
          due: assessment.quota,
        },
        days,
        excused: await this.excused(week, cadreCode),
        coverage: await this.coverage(week),
      },
    };
  }

  private async days(week: IsoWeek, cadreCode: string): Promise<Evidence['days']> {
    return this.dataSource.query(
      `SELECT visit_day.date::text AS date, visit_day.credited, (
         SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'id', punch.clock_id || '-' || punch.sequence,
                  'clockTime', punch.clock_time,
                  'villageName', village.name,
                  'half', proof.half,
                  'suspicions', to_jsonb(punch.suspicions),
                  'hash', encode(punch.hash, 'hex')) ORDER BY punch.local_time, punch.sequence), '[]')
         FROM (SELECT unnest(morning) AS id, 'morning' AS half UNION ALL SELECT unnest(afternoon), 'afternoon'
               UNION ALL SELECT unnest(suspect), 'suspect') AS proof
         JOIN punch_with_holder AS punch
           ON punch.clock_id = split_part(proof.id, '-', 1)::integer
          AND punch.sequence = split_part(proof.id, '-', 2)::bigint
         LEFT JOIN village ON village.code = punch.village_code
       ) AS punches
       FROM visit_day
       WHERE week = $1 AND cadre_code = $2
       ORDER BY date`,
      [week.toString(), cadreCode],
    );
  }

  private async excused(week: IsoWeek, cadreCode: string): Promise<string[]> {
    const dates = await this.weekFacts.excused(this.dataSource.manager, week, [cadreCode]);
    return (dates.get(cadreCode) ?? []).map(String).sort();
  }

  private async coverage(week: IsoWeek): Promise<Evidence['coverage']> {
    return this.dataSource.query(
      `SELECT DISTINCT clock_placement.clock_id AS "clockId",
              to_char(proof.covered_until, 'YYYY-MM-DD"T"HH24:MI:SS') AS "coveredUntil", proof.read_id AS "readId"
       FROM clock_placement
       LEFT JOIN LATERAL (SELECT covered_until, read_id FROM coverage
                          WHERE coverage.clock_id = clock_placement.clock_id
                          ORDER BY (covered_until >= $2::timestamp) DESC,
                                   CASE WHEN covered_until >= $2::timestamp THEN covered_until END ASC,
                                   covered_until DESC
                          LIMIT 1) AS proof ON true
       WHERE placed_from < $2::timestamp AND (placed_until IS NULL OR placed_until > $1::date)
       ORDER BY clock_placement.clock_id`,
      [week.monday.toString(), week.end.toString()],
    );
  }
}

function explained(day: Evidence['days'][number]): ExplainedDay {
  const times = (half: EvidencePunch['half']): string[] =>
    day.punches.filter((punch) => punch.half === half).map((punch) => punch.clockTime.slice(11, 16));
  return {
    date: Temporal.PlainDate.from(day.date),
    credited: day.credited,
    morning: times('morning'),
    afternoon: times('afternoon'),
    suspect: day.punches.filter((punch) => punch.half === 'suspect').length,
    villageNames: [
      ...new Set(
        day.punches.flatMap(({ half, villageName }) =>
          half !== 'suspect' && villageName !== null ? [villageName] : [],
        ),
      ),
    ],
  };
}
