import type { Temporal } from 'temporal-polyfill';

/** A task as it is asked for. */
export interface Task {
  readonly title: string;
  readonly villageCode: string | null;
  /** A result from this instant on is late. */
  readonly dueAt: Temporal.Instant;
}

/** The task checklist (工作清单) of one cadre for one week. */
export interface Checklist {
  readonly id: number;
  readonly cadreCode: string;
  /** Of the cadre: its rule is the list's. */
  readonly townshipCode: string;
  /** `2026-W43`. */
  readonly week: string;
  readonly items: readonly ChecklistItem[];
}

/** One item of a checklist (清单项) and what became of it. */
export interface ChecklistItem extends Task {
  /** From 1, in the order of the list. */
  readonly position: number;
  /** Every report, oldest first. */
  readonly reports: readonly ItemReport[];
  readonly carriedOver: CarryOver | null;
  /** The item of an earlier week's list that this one is. */
  readonly carriedFrom: ItemPlace | null;
}

/** A result somebody reported. */
export interface ItemReport {
  readonly id: string;
  readonly text: string;
  readonly at: Temporal.Instant;
  /** `null`: older than the record of who did it. */
  readonly by: string | null;
  readonly returned: { readonly reason: string; readonly at: Temporal.Instant; readonly by: string } | null;
}

/** An item of somebody's list. */
export interface ItemPlace {
  readonly checklistId: number;
  readonly week: string;
  readonly position: number;
}

/** A supervisor's word that an item is moved to a later week. */
export interface CarryOver extends ItemPlace {
  readonly reason: string | null;
  readonly at: Temporal.Instant;
  readonly by: string;
}

/** The report that stands: at most one, the last. */
export function standingReport({ reports }: Pick<ChecklistItem, 'reports'>): ItemReport | null {
  const last = reports.at(-1);
  return last === undefined || last.returned !== null ? null : last;
}
