import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { QUEUE_SCHEMA } from '../database/migrate.js';
import { CLOCK_QUEUE, TOWNSHIP_QUEUE } from './job-names.js';

/** `redis://…` means Redis; everything else is a PostgreSQL address. */
export function isRedis(queueUrl: string): boolean {
  return /^rediss?:\/\//.test(queueUrl);
}

/** How the queue is reached, for queues and workers alike. */
export function queueOptions(queueUrl: string): QueueOptions {
  return {
    connection: isRedis(queueUrl)
      ? { url: queueUrl, maxRetriesPerRequest: null }
      : // A bare string would send the backend into an endless loop: it must be a pool configuration.
        ({ connectionString: queueUrl, schema: QUEUE_SCHEMA, max: 2 } as QueueOptions['connection']),
    defaultJobOptions: { removeOnComplete: { age: 3600, count: 1000 }, removeOnFail: { age: 86_400, count: 1000 } },
  };
}

/** BullMQ on PostgreSQL, or on Redis where `queueUrl` says so. Same jobs, same processors. */
@Module({})
export class QueueModule {
  static forUrl(queueUrl: string): DynamicModule {
    setDefaultBackendFactory(isRedis(queueUrl) ? undefined : createPostgresBackend);
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot(queueOptions(queueUrl)),
        BullModule.registerQueue({ name: CLOCK_QUEUE }, { name: TOWNSHIP_QUEUE }),
      ],
      exports: [BullModule],
    };
  }
}
