import { PlatformModule, type Surroundings } from '@cunqin/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiRoutesModule } from '../../../api/src/api-routes.module.js';
import { JobsModule } from '../../../worker/src/jobs.module.js';
import { TownPage } from './page/town-page.js';

/** The product without its timers: the demo lives in its own time and says itself when clocks are read. */
@Module({})
export class DemoModule {
  static within(surroundings: Surroundings): DynamicModule {
    return {
      module: DemoModule,
      imports: [PlatformModule.within(surroundings), ApiRoutesModule, JobsModule],
      providers: [TownPage],
    };
  }
}
