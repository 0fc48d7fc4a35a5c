import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Queryable } from './rows.js';
import { type Stretch, type StretchResult, verifyStretch } from './verify-stretch.js';

/** What a thread answers. */
export type StretchAnswer = { readonly result: StretchResult } | { readonly failure: string };

/** Does stretches, here or in threads of their own. */
export interface StretchWorkers {
  /** @returns how many stretches can be done at a time */
  readonly size: number;
  verify(stretch: Stretch, worker: number): Promise<StretchResult>;
  close(): Promise<void>;
}

/** A page of rows is small: a thread that may take more only lets more of them lie about. */
const THREAD_MEMORY = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 192 };

/** All in this thread: on a server that has other work to do, and in tests. */
export function workHere(database: Queryable): StretchWorkers {
  return {
    size: 1,
    verify: (stretch) => verifyStretch(database, stretch),
    close: () => Promise.resolve(),
  };
}

/** A thread for each core, each with connections of its own. Runs only from the built program. */
export function workInThreads(databaseUrl: string, cores: number): StretchWorkers {
  const threads = Array.from(
    { length: cores },
    () =>
      new Worker(new URL('./stretch-thread.js', import.meta.url), {
        workerData: { databaseUrl },
        resourceLimits: THREAD_MEMORY,
      }),
  );
  return {
    size: cores,
    async verify(stretch, worker) {
      const thread = threads[worker] as Worker;
      thread.postMessage(stretch);
      // An exception that the thread did not foresee rejects this.
      const [answer] = (await once(thread, 'message')) as [StretchAnswer];
      if ('failure' in answer) throw new Error(answer.failure);
      return answer.result;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

/**
 * Does every stretch, as many at a time as there are workers.
 *
 * @param done called after each, in the order in which they get ready
 */
export async function doAll(
  workers: StretchWorkers,
  stretches: readonly Stretch[],
  done: (stretch: Stretch, result: StretchResult) => Promise<void>,
): Promise<void> {
  const waiting = [...stretches].reverse();
  const work = async (worker: number): Promise<void> => {
    for (let stretch = waiting.pop(); stretch !== undefined; stretch = waiting.pop()) {
      await done(stretch, await workers.verify(stretch, worker));
    }
  };
  try {
    await Promise.all(Array.from({ length: workers.size }, (_, worker) => work(worker)));
  } catch (failure) {
    // The others end after what they are at.
    waiting.length = 0;
    throw failure;
  }
}
