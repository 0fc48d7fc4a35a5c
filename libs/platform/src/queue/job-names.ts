/** Queues of the product. Each costs every process that uses it a pool and a listener. */
export const CLOCK_QUEUE = 'clocks';
export const TOWNSHIP_QUEUE = 'township';

/** Jobs of the {@link CLOCK_QUEUE}. */
export interface ClockJobs {
  'poll-clock': {
    readonly clockId: number;
    /** The read's id, when somebody was promised it. */
    readonly readId?: string;
    /** The whole log, whatever is known of it. */
    readonly full?: boolean;
  };
  /** Begins to prove every clock complete that pushes and whose turn it is. */
  'prove-push-clocks': Record<string, never>;
}

/** Jobs of the {@link TOWNSHIP_QUEUE}. Lost, they are made anew: what is to be done stands in the database. */
export interface TownshipJobs {
  'refresh-assessments': Record<string, never>;
  'seal-ledger': Record<string, never>;
  'verify-ledger': Record<string, never>;
  /** Prints and stores the summary of a township's week, `2026-W43`, unless it is there already. */
  'weekly-summary': { readonly week: string; readonly townshipCode: string };
  /** Prints and stores the papers of an issued month, `2026-10`, that are not there yet. */
  'month-papers': { readonly month: string };
  /** Takes months into their check and their notice whose day has come. */
  'advance-months': Record<string, never>;
  /** Makes the backup of the day, where a directory for it is set. */
  'back-up': Record<string, never>;
}
