import type { ClockJobs, TownshipJobs } from '@cunqin/platform';
import type { Job } from 'bullmq';

/**
 * One handler for every job name of a queue: a name without a handler, or a handler without a name, does
 * not compile. A job of an unknown name (left by another version) fails with a sentence and stays visible.
 */
export type JobHandlers<Jobs> = { readonly [Name in keyof Jobs]: (data: Jobs[Name]) => Promise<unknown> };

export async function handle<Jobs extends ClockJobs | TownshipJobs>(
  handlers: JobHandlers<Jobs>,
  job: Job,
): Promise<unknown> {
  if (!Object.hasOwn(handlers, job.name)) throw new Error(`no handler for the job "${job.name}"`);
  const name = job.name as keyof Jobs;
  return handlers[name](job.data as Jobs[typeof name]);
}
