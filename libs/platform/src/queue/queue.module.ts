import { BullModule, InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, Queue, type QueueOptions } from 'bullmq';
import { QUEUE_SCHEMA } from '../database/migrate.js';
import { CLOCK_QUEUE, TOWNSHIP_QUEUE } from './job-names.js';
import { whenReady } from './when-ready.js';

/** `redis://…` means Redis; everything else is a PostgreSQL address. */
function isRedis(queueUrl: string): boolean {
  return /^rediss?:\/\//.test(queueUrl);
}

/** How the queue is reached, for queues and workers alike. */
function queueOptions(queueUrl: string): QueueOptions {
  return {
    connection: isRedis(queueUrl)
      ? { url: queueUrl, maxRetriesPerRequest: null }
      : // A bare string would send the backend into an endless loop: it must be a pool configuration.
        { connectionString: queueUrl, schema: QUEUE_SCHEMA, max: 2 },
    defaultJobOptions: {
      removeOnComplete: { age: 3600, count: 1000 },
      removeOnFail: { age: 86_400, count: 1000 },
    },
  };
}

/** Queues that work from the start; later it says in one line that one lost its connection: BullMQ reconnects by itself. */
@Injectable()
class WatchedQueues implements OnModuleInit {
  private readonly logger = new Logger('Queue');

  constructor(
    @InjectQueue(CLOCK_QUEUE) private readonly clocks: Queue,
    @InjectQueue(TOWNSHIP_QUEUE) private readonly township: Queue,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const queue of [this.clocks, this.township]) {
      queue.on('error', (failure: Error) => this.logger.error(`${queue.name}: ${failure.message}`));
      await whenReady(queue);
    }
  }
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
      providers: [WatchedQueues],
      exports: [BullModule],
    };
  }
}
