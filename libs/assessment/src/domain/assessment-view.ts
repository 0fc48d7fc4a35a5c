import type { WeekAssessment } from './verdict.js';

/** A stored assessment as the API shows it. */
export interface AssessmentView extends Omit<WeekAssessment, 'waitingFor'> {
  readonly cadreCode: string;
  /** Clocks that keep the week undetermined, and how far each is proven complete. */
  readonly waitingFor: readonly {
    clockId: number;
    villageCode: string | null;
    villageName: string | null;
    coveredUntil: string | null;
  }[];
  /** The week's month has been issued: what differs from it stands in the next month. */
  readonly settled: boolean;
  /** Why people decided not to charge the week; `null` when nobody did. */
  readonly waivedFor: string | null;
}
