import type { StandingItem } from '../checklist-standing.service.js';

/** An item of the week's list with all that became of it. */
export interface EvidenceItem extends Pick<StandingItem, 'state' | 'returned' | 'title' | 'villageCode'> {
  /** From 1, in the order of the list. */
  readonly n: number;
  readonly dueAt: string;
  /** `UNSUPPORTED`: the result claims a visit that nothing proves. */
  readonly marks: readonly 'UNSUPPORTED'[];
  readonly reports: readonly {
    readonly text: string;
    readonly at: string;
    readonly by: string | null;
    readonly returned: { readonly reason: string; readonly at: string; readonly by: string } | null;
  }[];
  readonly carriedOverTo: {
    readonly week: string;
    readonly n: number;
    readonly reason: string | null;
  } | null;
  readonly carriedOverFrom: { readonly week: string; readonly n: number } | null;
}

const seconds = { smallestUnit: 'second' } as const;

export function evidenceItem(item: StandingItem): EvidenceItem {
  const { carriedOver: to, carriedFrom: from } = item;
  return {
    n: item.position,
    title: item.title,
    villageCode: item.villageCode,
    dueAt: item.dueAt.toString(seconds),
    state: item.state,
    returned: item.returned,
    marks: item.unsupported ? ['UNSUPPORTED'] : [],
    reports: item.reports.map(({ text, at, by, returned }) => ({
      text,
      at: at.toString(seconds),
      by,
      returned: returned === null ? null : { ...returned, at: returned.at.toString(seconds) },
    })),
    carriedOverTo: to === null ? null : { week: to.week, n: to.position, reason: to.reason },
    carriedOverFrom: from === null ? null : { week: from.week, n: from.position },
  };
}
