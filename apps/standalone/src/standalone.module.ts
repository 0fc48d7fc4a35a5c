import { PlatformModule, type Surroundings } from '@cunqin/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiRoutesModule } from '../../api/src/api-routes.module.js';
import { JobsModule, SchedulesModule } from '../../worker/src/jobs.module.js';

/** Api and worker in one process. */
@Module({})
export class StandaloneModule {
  static within(surroundings: Surroundings): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [PlatformModule.within(surroundings), ApiRoutesModule, JobsModule, SchedulesModule],
    };
  }
}
