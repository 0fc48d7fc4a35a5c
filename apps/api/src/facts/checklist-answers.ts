import type { StandingChecklist, StandingItem } from '@cunqin/assessment';
import { type Checklist, type ChecklistItem, type ItemPlace, standingReport } from '@cunqin/checklists';
import type { Temporal } from 'temporal-polyfill';

interface PlaceAnswer {
  readonly checklistId: number;
  readonly week: string;
  readonly n: number;
}

export interface ChecklistItemAnswer {
  /** From 1, as in the path of its result. */
  readonly n: number;
  readonly title: string;
  readonly villageCode: string | null;
  readonly dueAt: string;
  /** The result that stands. */
  readonly result: { readonly text: string; readonly at: string; readonly by: string | null } | null;
  /** Results that were returned, oldest first. */
  readonly returns: readonly {
    readonly text: string;
    readonly reportedAt: string;
    readonly reason: string;
    readonly at: string;
    readonly by: string;
  }[];
  readonly carriedOverTo:
    (PlaceAnswer & { readonly reason: string | null; readonly at: string; readonly by: string }) | null;
  readonly carriedOverFrom: PlaceAnswer | null;
}

/** An item with how it stands by the rule. */
export interface StandingItemAnswer extends ChecklistItemAnswer, Pick<StandingItem, 'state' | 'returned'> {
  /** `UNSUPPORTED`: the result claims a visit to the village that nothing proves. */
  readonly marks: readonly 'UNSUPPORTED'[];
}

export interface ChecklistAnswer<Item = ChecklistItemAnswer> {
  readonly id: number;
  readonly cadreCode: string;
  readonly week: string;
  readonly items: readonly Item[];
}

export function checklistAnswer({ id, cadreCode, week, items }: Checklist): ChecklistAnswer {
  return { id, cadreCode, week, items: items.map(checklistItemAnswer) };
}

export function standingAnswer(list: StandingChecklist): ChecklistAnswer<StandingItemAnswer> {
  const { id, cadreCode, week, items } = list;
  return {
    id,
    cadreCode,
    week,
    items: items.map((item) => ({
      ...checklistItemAnswer(item),
      state: item.state,
      returned: item.returned,
      marks: item.unsupported ? ['UNSUPPORTED'] : [],
    })),
  };
}

export function checklistItemAnswer(item: ChecklistItem): ChecklistItemAnswer {
  const standing = standingReport(item);
  const { carriedOver } = item;
  return {
    n: item.position,
    title: item.title,
    villageCode: item.villageCode,
    dueAt: textOf(item.dueAt),
    result: standing && { text: standing.text, at: textOf(standing.at), by: standing.by },
    returns: item.reports.flatMap(({ text, at, returned }) =>
      returned === null
        ? []
        : [
            {
              text,
              reportedAt: textOf(at),
              reason: returned.reason,
              at: textOf(returned.at),
              by: returned.by,
            },
          ],
    ),
    carriedOverTo: carriedOver && {
      ...placeAnswer(carriedOver),
      reason: carriedOver.reason,
      at: textOf(carriedOver.at),
      by: carriedOver.by,
    },
    carriedOverFrom: item.carriedFrom && placeAnswer(item.carriedFrom),
  };
}

function placeAnswer({ checklistId, week, position }: ItemPlace): PlaceAnswer {
  return { checklistId, week, n: position };
}

const textOf = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'second' });
