import type { Absence, AbsenceKind } from '@cunqin/absences';
import type { Checklist, ChecklistItem } from '@cunqin/checklists';
import { instantText } from '../http/instant-text.js';

/** An absence as it was asked for, with what became of it. */
export interface AbsenceAnswer {
  readonly id: number;
  readonly cadreCode: string;
  readonly kind: AbsenceKind;
  readonly from: string;
  readonly until: string;
  readonly state: Absence['state'];
  readonly filedBy: string;
  readonly filedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
}

export function absenceAnswer(absence: Absence): AbsenceAnswer {
  return {
    id: absence.id,
    cadreCode: absence.cadreCode,
    kind: absence.kind,
    from: absence.fromDate,
    until: absence.untilDate,
    state: absence.state,
    filedBy: absence.filedBy,
    filedAt: instantText(absence.filedAt),
    decidedBy: absence.decidedBy ?? null,
    decidedAt: absence.decidedAt ? instantText(absence.decidedAt) : null,
    reason: absence.reason ?? null,
  };
}

export interface ChecklistItemAnswer {
  /** From 1, as in the path of its result. */
  readonly n: number;
  readonly title: string;
  readonly villageCode: string | null;
  readonly dueAt: string;
  readonly result: { readonly text: string; readonly at: string } | null;
}

export interface ChecklistAnswer {
  readonly id: number;
  readonly cadreCode: string;
  readonly week: string;
  readonly items: readonly ChecklistItemAnswer[];
}

export function checklistAnswer({ id, cadreCode, week, items }: Checklist): ChecklistAnswer {
  return { id, cadreCode, week, items: items.map(checklistItemAnswer) };
}

export function checklistItemAnswer(item: ChecklistItem): ChecklistItemAnswer {
  return {
    n: item.position,
    title: item.title,
    villageCode: item.villageCode,
    dueAt: instantText(item.dueAt),
    result:
      item.resultAt && item.resultText !== null
        ? { text: item.resultText, at: instantText(item.resultAt) }
        : null,
  };
}
