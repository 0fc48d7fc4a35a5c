import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { LedgerProofService, type LedgerSeal } from '@cunqin/punch-ledger';
import type { Township } from '@cunqin/roster';
import { type IsoWeek, NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { WeeklySummaryFacts } from './domain/weekly-summary.facts.js';
import { kindsOf, personFacts, villageFacts } from './domain/weekly-summary.mapper.js';
import { buildWeeklySummary, type WeeklySummary } from './domain/weekly-summary.js';
import type { SummaryTotals } from './domain/weekly-summary.totals.js';
import { type JudgedWeek, JudgedWeekService } from './judged-week.service.js';
import { WeeklySummaryRepository } from './weekly-summary.repository.js';

/** The figures of a week, for programs. */
export interface WeekFigures extends SummaryTotals {
  readonly townshipCode: string;
  readonly week: string;
  readonly month: string;
  readonly from: string;
  readonly until: string;
  readonly workdays: number;
  readonly issuedOn: string;
  readonly policyVersion: number;
  readonly ledgerSeal: string | null;
}

/** Sums a township's week up in the form that is printed on Monday. */
@Injectable()
export class WeeklySummaryService {
  constructor(
    private readonly repository: WeeklySummaryRepository,
    private readonly judgedWeeks: JudgedWeekService,
    private readonly ledger: LedgerProofService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws CodedError `POLICY.NONE_IN_FORCE`; `LEDGER.CHAIN_BROKEN`: no paper over a ledger that was touched */
  async summary(week: IsoWeek, township: Township): Promise<WeeklySummary> {
    await this.ledger.assertSound(week.monday, week.sunday);
    return buildWeeklySummary(
      await this.facts(week, township, await this.judgedWeeks.of(week, township.code)),
    );
  }

  /** The same figures as the summary's, without the form. */
  async figures(week: IsoWeek, township: Township): Promise<WeekFigures> {
    const judged = await this.judgedWeeks.of(week, township.code);
    const facts = await this.facts(week, township, judged);
    return {
      townshipCode: township.code,
      week: week.toString(),
      month: week.month(judged.policy.monthOf),
      from: week.monday.toString(),
      until: week.sunday.toString(),
      workdays: facts.dates.filter(({ kind }) => kind === 'workday' || kind === 'makeup-workday').length,
      issuedOn: facts.issuedOn.toString(),
      policyVersion: facts.policy.version,
      ledgerSeal: facts.ledgerSeal?.hex ?? null,
      ...buildWeeklySummary(facts).totals,
    };
  }

  private async facts(week: IsoWeek, township: Township, judged: JudgedWeek): Promise<WeeklySummaryFacts> {
    const kinds = kindsOf(week, judged.calendar);
    const assessments = new Map(judged.assessments.map((assessment) => [assessment.cadreCode, assessment]));
    const days = groupByCadre(await this.repository.days(week));
    const absences = groupByCadre(await this.repository.absences(week));
    const villages = await this.repository.villages(week, township.code);
    const villageNames = new Map(
      villages.flatMap(({ clockIds, villageName }) => clockIds.map((id) => [id, villageName] as const)),
    );
    const people = (await this.repository.people(week, township.code)).flatMap((person) => {
      const assessment = assessments.get(person.cadreCode);
      const rows = {
        kinds,
        days: days.get(person.cadreCode) ?? [],
        absences: absences.get(person.cadreCode) ?? [],
        villageNames,
      };
      return assessment === undefined ? [] : [personFacts(person, assessment, rows)];
    });
    return {
      townshipName: township.name,
      week: week.toString(),
      dates: kinds,
      issuingUnit: `${township.name}党政办公室`,
      issuedOn: this.issuedOn(week, judged.calendar),
      policy: {
        version: judged.policy.version,
        clause: judged.policy.clause,
        approver: judged.policy.approval?.approver ?? null,
      },
      ledgerSeal: printed(await this.ledger.seal()),
      people,
      villages: villages.map((row) => villageFacts(row, this.config.timeZone)),
    };
  }

  /** The Monday after the week, or the next workday; today when the week is summed up before that. */
  private issuedOn(week: IsoWeek, calendar: WorkCalendar): Temporal.PlainDate {
    const today = this.time.localNow(this.config.timeZone).toPlainDate();
    try {
      const due = calendar.summaryDay(week);
      return Temporal.PlainDate.compare(today, due) < 0 ? today : due;
    } catch (refusal) {
      if (refusal instanceof NoticeMissing) return today;
      throw refusal;
    }
  }
}

function printed(seal: LedgerSeal | null): WeeklySummaryFacts['ledgerSeal'] {
  return seal && { hex: seal.hash, date: Temporal.PlainDate.from(seal.date) };
}

function groupByCadre<Row extends { readonly cadreCode: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.cadreCode);
    if (group) group.push(row);
    else groups.set(row.cadreCode, [row]);
  }
  return groups;
}
