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

/** Jobs of the {@link TOWNSHIP_QUEUE}. They carry no data: what is to be done stands in the database. */
export interface TownshipJobs {
  'refresh-assessments': Record<string, never>;
  'seal-ledger': Record<string, never>;
}
