import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG, type Config } from './config/config.js';
import { DatabaseModule } from './database/database.module.js';
import { IdSource, RandomIds } from './ids/id-source.js';
import { QueueModule } from './queue/queue.module.js';
import { SecretBox } from './secrets/secret-box.js';
import { TimeSource } from './time/time-source.js';

/** What a process is given before any room of the house is built. */
export interface Surroundings {
  readonly config: Config;
  /** PostgreSQL address in use: the operator's own or the embedded server's. */
  readonly databaseUrl: string;
  readonly time: TimeSource;
  readonly secrets: SecretBox;
  /** Default: random. */
  readonly ids?: IdSource;
}

/** Config, time, secrets, database and queue for every module of the process. */
@Module({})
export class PlatformModule {
  static within(surroundings: Surroundings): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        DatabaseModule.forUrl(surroundings.databaseUrl),
        QueueModule.forUrl(surroundings.config.queueUrl ?? surroundings.databaseUrl),
      ],
      providers: [
        { provide: CONFIG, useValue: surroundings.config },
        { provide: TimeSource, useValue: surroundings.time },
        { provide: SecretBox, useValue: surroundings.secrets },
        { provide: IdSource, useValue: surroundings.ids ?? new RandomIds() },
      ],
      exports: [CONFIG, TimeSource, SecretBox, IdSource],
    };
  }
}
