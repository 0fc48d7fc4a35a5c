import { PlatformModule, type Surroundings } from '@cunqin/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { JobsModule, SchedulesModule } from './jobs.module.js';

/** A worker process: jobs and timers. Run as many as you like. */
@Module({})
export class WorkerModule {
  static within(surroundings: Surroundings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.within(surroundings), JobsModule, SchedulesModule],
    };
  }
}
