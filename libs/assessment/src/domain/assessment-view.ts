import type { WeekAssessment } from './verdict.js';

/** A stored assessment as the API shows it. */
export interface AssessmentView extends Omit<WeekAssessment, 'waitingFor'> {
  readonly cadreCode: string;
  /** Clocks that keep the week undetermined, and how far each is proven complete. */
  readonly waitingFor: readonly {
    clockId: number;
    villageCode: string | null;
    coveredUntil: string | null;
  }[];
  readonly settled: boolean;
}
