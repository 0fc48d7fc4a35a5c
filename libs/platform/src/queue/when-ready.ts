import type { QueueBase } from 'bullmq';

/**
 * Waits until a queue, or a worker, on PostgreSQL has found its tables. BullMQ looks once and keeps a refusal for ever: a
 * process that went on would enqueue nothing any more, and its workers would ask again without a pause, at full load, until
 * it is ended. So it must not start; whoever watches over it starts it again. A queue on Redis is not waited for: it tries
 * until Redis is there.
 *
 * @throws what PostgreSQL said
 */
export async function whenReady(queue: QueueBase): Promise<void> {
  const { connection } = queue.opts;
  if (typeof connection === 'object' && 'connectionString' in connection) await queue.waitUntilReady();
}
