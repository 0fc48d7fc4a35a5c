import { HolidayNoticesService } from '@cunqin/roster';
import { type IsoWeek, WeekSpan } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { assessmentErrors } from '../assessment-errors.js';
import { ChecklistStandingService } from '../checklist-standing.service.js';
import type { AssessmentView } from '../domain/assessment-view.js';
import { ruledDate } from '../domain/evidence-date.js';
import type { ExplainedDay } from '../domain/explain-dates.js';
import { explainWeek } from '../domain/explain.js';
import type { CadreInWeek } from '../domain/week-facts.js';
import { ManagedCadresRepository } from '../managed-cadres.repository.js';
import { PoliciesService } from '../policies.service.js';
import { WeekAssessmentRepository } from '../week-assessment.repository.js';
import { WeekFactsRepository } from '../week-facts.repository.js';
import { evidenceItem } from './checklist-evidence.js';
import { DatesRepository, type EvidencePunch, type SeenDate } from './dates.repository.js';
import type { Evidence, EvidenceDay } from './evidence.js';
import { OverlayEvidenceService } from './overlay-evidence.service.js';
import { ReadsRepository } from './reads.repository.js';

/** Answers “why was I charged?” down to the punch, and to the read that proves there was no other. */
@Injectable()
export class ExplainAssessmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly assessments: WeekAssessmentRepository,
    private readonly policies: PoliciesService,
    private readonly cadres: ManagedCadresRepository,
    private readonly facts: WeekFactsRepository,
    private readonly notices: HolidayNoticesService,
    private readonly dates: DatesRepository,
    private readonly reads: ReadsRepository,
    private readonly overlays: OverlayEvidenceService,
    private readonly checklists: ChecklistStandingService,
  ) {}

  /** The sentence alone. @throws CodedError `ASSESSMENTS.NOT_MANAGED` */
  async sentence(week: IsoWeek, cadreCode: string): Promise<string> {
    const assessment = await this.assessment(week, cadreCode);
    return explainWeek(assessment, (await this.dates.seen(week, cadreCode)).map(explained));
  }

  /** @throws CodedError `ASSESSMENTS.NOT_MANAGED` */
  async explain(week: IsoWeek, cadreCode: string): Promise<AssessmentView & { evidence: Evidence }> {
    const assessment = await this.assessment(week, cadreCode);
    const policy = await this.policies.version(assessment.policyVersion);
    const { cadre, townshipCode } = await this.managed(week, cadreCode);
    const [list] = await this.checklists.ofWeek(week, cadreCode);
    const seen = await this.dates.seen(week, cadreCode);
    const excused = await this.overlays.excused(week, cadreCode, policy);
    const coverage = await this.reads.coverage(week, townshipCode);
    const days = await this.days(week, townshipCode, assessment, { seen, cadre, excused });
    const proving = [...days.flatMap(({ provenBy }) => provenBy), ...coverage].map(({ readId }) => readId);
    return {
      ...assessment,
      evidence: {
        sentence: explainWeek(assessment, seen.map(explained)),
        policy,
        cadre: {
          ...cadre,
          managedFrom: cadre.managedFrom.toString(),
          managedUntil: cadre.managedUntil?.toString() ?? null,
        },
        quota: {
          full: policy.quota[assessment.category],
          availableWorkdays: assessment.availableWorkdays,
          due: assessment.quota,
        },
        days,
        excused,
        overlays: await this.overlays.load(week, cadreCode),
        checklist: list?.items.map(evidenceItem) ?? [],
        coverage,
        reads: await this.reads.reads([...new Set(proving.filter((id) => id !== null))]),
      },
    };
  }

  private async assessment(week: IsoWeek, cadreCode: string): Promise<AssessmentView> {
    const [assessment] = await this.assessments.ofWeek(week.toString(), cadreCode);
    if (!assessment) throw assessmentErrors.notManaged(cadreCode, week.toString());
    return assessment;
  }

  private async managed(
    week: IsoWeek,
    cadreCode: string,
  ): Promise<{ cadre: CadreInWeek; townshipCode: string }> {
    const { manager } = this.dataSource;
    const [named] = await this.cadres.managedIn(manager, week, cadreCode);
    const cadre = (await this.facts.cadres(manager, WeekSpan.of(week), [cadreCode])).get(
      week.toString(),
      cadreCode,
    );
    if (!named || !cadre) throw assessmentErrors.notManaged(cadreCode, week.toString());
    return { cadre, townshipCode: named.townshipCode };
  }

  private async days(
    week: IsoWeek,
    townshipCode: string,
    assessment: AssessmentView,
    known: { seen: readonly SeenDate[]; cadre: CadreInWeek; excused: readonly string[] },
  ): Promise<EvidenceDay[]> {
    const calendar = await this.notices.calendar();
    const proofs = await this.reads.proofs(week, townshipCode);
    return week.dates.map((day) => {
      const date = day.toString();
      const seen = known.seen.find((other) => other.date === date);
      return {
        ...ruledDate(day, assessment, known.cadre, known.excused, calendar),
        credited: seen?.credited ?? false,
        villageNames: seen?.villageNames ?? [],
        villageCodes: seen?.villageCodes ?? [],
        punches: seen?.punches ?? [],
        provenBy: proofs
          .filter((proof) => proof.date === date)
          .map(({ clockId, readId }) => ({ clockId, readId })),
      };
    });
  }
}

function explained(day: SeenDate): ExplainedDay {
  const times = (half: EvidencePunch['half']): string[] =>
    day.punches.filter((punch) => punch.half === half).map((punch) => punch.clockTime.slice(11, 16));
  return {
    date: Temporal.PlainDate.from(day.date),
    morning: times('morning'),
    afternoon: times('afternoon'),
    outside: times('outside'),
    suspect: day.punches.filter((punch) => punch.half === 'suspect').length,
    villageNames: day.villageNames,
  };
}
