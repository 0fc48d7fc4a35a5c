import { Inject, Injectable } from '@nestjs/common';
import { WeekAssessmentRepository } from '@cunqin/assessment';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { type IsoWeek, NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { defaultProcedure, nthWorkday } from './domain/closing-dates.js';
import { objectionPeriod } from './domain/objection-period.js';
import { MonthStepsService } from './month-steps.service.js';
import { type Objection, ObjectionsRepository } from './objections.repository.js';
import { settlementErrors } from './settlement-errors.js';

export interface RaisedObjection {
  readonly cadreCode: string;
  readonly week: IsoWeek;
  readonly text: string;
  readonly filedBy: string;
  /** When the paper came in, if that was earlier than now. */
  readonly filedAt: Temporal.Instant | null;
}

/**
 * Objections and reviews. What is upheld marks the week: before the bulletin it is judged again in its own
 * month, after it the difference stands in the next.
 */
@Injectable()
export class ObjectionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ObjectionsRepository,
    private readonly steps: MonthStepsService,
    private readonly assessments: WeekAssessmentRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @throws CodedError `OBJECTIONS.WEEK_NOT_OVER`, `OBJECTIONS.NOT_JUDGED`, `OBJECTIONS.TOO_LATE`,
   *   `OBJECTIONS.ALREADY_OPEN`
   */
  async raise({ cadreCode, week, text, filedBy, filedAt }: RaisedObjection): Promise<Objection> {
    if (Temporal.PlainDateTime.compare(week.end, this.time.localNow(this.config.timeZone)) > 0) {
      throw settlementErrors.weekNotOver(week.toString());
    }
    const [assessment] = await this.assessments.ofWeek(week.toString(), cadreCode);
    if (!assessment) throw settlementErrors.notJudged(cadreCode, week.toString());
    const at = filedAt ?? this.time.now();
    const filedOn = at.toZonedDateTimeISO(this.config.timeZone).toPlainDate();
    return this.dataSource.transaction(async (manager) => {
      await this.steps.lock(manager);
      const month = await this.steps.monthOf(manager, week, assessment.month);
      const { kind, until } = objectionPeriod(month, defaultProcedure);
      if (until !== null && Temporal.PlainDate.compare(filedOn, until) > 0) {
        throw settlementErrors.tooLate(until.toString());
      }
      const open = await this.repository.openAbout(manager, cadreCode, week.toString());
      if (open !== null) throw settlementErrors.alreadyOpen(open);
      const id = await this.repository.insert(manager, {
        cadreCode,
        week: week.toString(),
        kind,
        text,
        filedBy,
        filedAt: new Date(at.epochMilliseconds),
        decideBy: decideBy(filedOn, month.calendar),
      });
      return this.get(manager, id);
    });
  }

  /**
   * Upholds or dismisses. Upheld with `waive`: people decide that the week is not charged, and the facts
   * stay as they are. Upheld without: the facts were set right by a correction or slip, and the week is
   * judged by them.
   *
   * @throws CodedError `OBJECTIONS.UNKNOWN`, `OBJECTIONS.ALREADY_DECIDED`, `OBJECTIONS.OWN`
   */
  async decide(
    id: number,
    decision: { readonly upheld: boolean; readonly waive: boolean; readonly reason: string },
    decidedBy: string,
  ): Promise<Objection> {
    return this.dataSource.transaction(async (manager) => {
      await this.steps.lock(manager);
      const objection = await this.get(manager, id);
      if (objection.state !== 'open') throw settlementErrors.alreadyDecided(id);
      if (objection.filedBy === decidedBy) throw settlementErrors.ownObjection();
      await this.repository.decide(manager, objection, {
        upheld: decision.upheld,
        waived: decision.upheld && decision.waive,
        reason: decision.reason,
        decidedBy,
        decidedAt: new Date(this.time.now().epochMilliseconds),
      });
      if (decision.upheld) await this.dirtyWeeks.markWeek(manager, objection.cadreCode, objection.week);
      return this.get(manager, id);
    });
  }

  async list(filter: { cadreCode?: string | undefined; week?: string | undefined }): Promise<Objection[]> {
    return this.repository.list(this.dataSource.manager, this.config.township.code, {
      cadreCode: filter.cadreCode ?? null,
      week: filter.week ?? null,
    });
  }

  private async get(manager: EntityManager, id: number): Promise<Objection> {
    const objection = await this.repository.find(manager, id);
    if (!objection) throw settlementErrors.unknownObjection(id);
    return objection;
  }
}

function decideBy(filedOn: Temporal.PlainDate, calendar: WorkCalendar): string | null {
  try {
    return nthWorkday(calendar, filedOn.add({ days: 1 }), defaultProcedure.decideWorkdays).toString();
  } catch (refusal) {
    if (refusal instanceof NoticeMissing) return null;
    throw refusal;
  }
}
