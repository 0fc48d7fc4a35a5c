import type { AbsenceKind } from '@cunqin/absences';

/** One cadre's assessment with what the form prints beside it. */
export interface PersonRow {
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly homeVillageName: string | null;
  readonly managedFrom: string;
  readonly managedUntil: string | null;
}

/** One date with punches: the first of the morning, the last of the afternoon. */
export interface DayRow {
  readonly cadreCode: string;
  readonly date: string;
  readonly credited: boolean;
  readonly morning: { readonly time: string; readonly villageName: string } | null;
  readonly afternoon: { readonly time: string; readonly villageName: string } | null;
}

/** What people added to a date, approved: an absence of a kind, or one of the other registers. */
export interface AbsenceRow {
  readonly cadreCode: string;
  readonly date: string;
  readonly kind: AbsenceKind | 'enterprise' | 'emergency' | 'correction';
}

export interface VillageWeekRow {
  readonly villageName: string;
  readonly clockNames: string[];
  readonly clockIds: number[];
  readonly visitors: number;
  readonly visits: number;
  readonly incidents: number;
  /** Instant of the last read that brought something, or `null`. */
  readonly lastReadAt: string | null;
  /** The clock of the village that is proven least far; `null` when one was never read. */
  readonly coveredUntil: string | null;
  readonly proven: boolean;
  /** The last attempt at one of its clocks failed, or brought less than the clock stated. */
  readonly failing: boolean;
}
