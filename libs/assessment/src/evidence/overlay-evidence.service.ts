import {
  type CorrectionSlip,
  type EmergencyDutySlip,
  type EnterpriseVisitSlip,
  type OutageSlip,
  type Register,
  type Slips,
  SlipsRepository,
} from '@cunqin/absences';
import { type IsoWeek, WeekSpan } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Policy } from '../domain/policy.js';
import { excusedDates } from '../domain/requirements/excused-dates.js';
import { WeekOverlaysRepository } from '../week-overlays.repository.js';

/** A slip is named by its number in its register, with who approved it. */
type Approved<T extends { id: number }, K extends keyof T> = Pick<T, 'id' | K> & {
  readonly approvedBy: string | null;
};

/** Approved slips that bear on a cadre's week, leave apart: of that only the dates are told. */
export interface EvidenceOverlays {
  readonly enterpriseVisits: readonly Approved<EnterpriseVisitSlip, 'date' | 'enterprise'>[];
  readonly emergencyDuties: readonly Approved<EmergencyDutySlip, 'order' | 'from' | 'until'>[];
  readonly corrections: readonly Approved<
    CorrectionSlip,
    'date' | 'half' | 'villageCode' | 'reason' | 'witness' | 'outsideMonthlyLimit'
  >[];
  /** Clocks that were off or broken in that week. */
  readonly outages: readonly Approved<OutageSlip, 'clockId' | 'from' | 'until' | 'cause'>[];
}

/** More slips about one week than anybody reads. */
const MOST = 500;

/** Loads what people added to a week and others approved. */
@Injectable()
export class OverlayEvidenceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slips: SlipsRepository,
    private readonly overlays: WeekOverlaysRepository,
  ) {}

  /** Dates that the policy which judged the week excuses, ascending, each once. Never for what. */
  async excused(week: IsoWeek, cadreCode: string, policy: Policy): Promise<string[]> {
    const { manager } = this.dataSource;
    const weeks = WeekSpan.of(week);
    const absences = (await this.overlays.excused(manager, weeks, [cadreCode])).get(
      week.toString(),
      cadreCode,
    );
    const duties = await this.overlays.emergencyDuty(manager, weeks, [cadreCode]);
    const dates = excusedDates(
      {
        leave: absences?.leave ?? [],
        errands: absences?.errands ?? [],
        emergencyDuty: duties.get(week.toString(), cadreCode) ?? [],
      },
      policy,
    );
    return [...new Set(dates.map(String))].sort();
  }

  async load(week: IsoWeek, cadreCode: string): Promise<EvidenceOverlays> {
    return loadOverlayEvidence(this.slips, week, cadreCode);
  }
}

async function loadOverlayEvidence(
  slips: SlipsRepository,
  week: IsoWeek,
  cadreCode: string,
): Promise<EvidenceOverlays> {
  const approved = async <R extends Register>(register: R): Promise<Slips[R][]> => {
    const filter = {
      state: 'approved',
      from: week.monday.toString(),
      until: week.sunday.toString(),
    } as const;
    const { items } = await slips.list(register, { ...filter, cadreCode }, { page: 1, pageSize: MOST });
    return items;
  };
  return {
    enterpriseVisits: (await approved('enterprise-visits')).map(
      ({ id, date, enterprise, decidedBy: approvedBy }) => ({ id, date, enterprise, approvedBy }),
    ),
    emergencyDuties: (await approved('emergency-duties')).map(
      ({ id, order, from, until, decidedBy: approvedBy }) => ({ id, order, from, until, approvedBy }),
    ),
    corrections: (await approved('corrections')).map(({ decidedBy: approvedBy, ...slip }) => ({
      id: slip.id,
      date: slip.date,
      half: slip.half,
      villageCode: slip.villageCode,
      reason: slip.reason,
      witness: slip.witness,
      outsideMonthlyLimit: slip.outsideMonthlyLimit,
      approvedBy,
    })),
    outages: (await approved('outages')).map(
      ({ id, clockId, from, until, cause, decidedBy: approvedBy }) => ({
        id,
        clockId,
        from,
        until,
        cause,
        approvedBy,
      }),
    ),
  };
}
