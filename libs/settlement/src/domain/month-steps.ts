import type { Temporal } from 'temporal-polyfill';
import type { StepsTaken } from './closing-dates.js';
import type { MonthState } from './month-state.js';
import type { Actor } from './refusals.js';

/** A step as its row tells it. */
export interface Step {
  readonly to: MonthState;
  readonly actor: Actor;
  readonly date: Temporal.PlainDate;
  readonly figuresSha256: string | null;
}

/** Where a month stands, and how it came there since it was last given back. */
export interface MonthStanding {
  readonly state: MonthState;
  readonly taken: StepsTaken;
  /** Whether people ever gave it back to `open`. */
  readonly wasGivenBack: boolean;
  /** Who began the check and the notice. */
  readonly preparers: readonly Actor[];
  /** The figures that were approved last. */
  readonly approvedSha256: string | null;
}

/** Reads the steps of a month. Giving it back to `open` takes back all that went before. */
export function standingOf<T extends Step>(
  steps: readonly T[],
): MonthStanding & { readonly current: readonly T[] } {
  const restart = steps.findLastIndex(({ to }) => to === 'open');
  const current = steps.slice(restart + 1);
  const last = (to: MonthState): T | undefined => current.findLast((step) => step.to === to);
  return {
    current,
    state: current.at(-1)?.to ?? 'open',
    wasGivenBack: restart >= 0,
    taken: {
      checking: last('checking')?.date,
      notice: last('notice')?.date,
      approved: last('approved')?.date,
      issued: last('issued')?.date,
    },
    preparers: current.filter(({ to }) => to === 'checking' || to === 'notice').map(({ actor }) => actor),
    approvedSha256: last('approved')?.figuresSha256 ?? null,
  };
}
