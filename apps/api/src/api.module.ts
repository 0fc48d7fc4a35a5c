import { PlatformModule, type Surroundings } from '@cunqin/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiRoutesModule } from './api-routes.module.js';

/** An api process. */
@Module({})
export class ApiModule {
  static within(surroundings: Surroundings): DynamicModule {
    return { module: ApiModule, imports: [PlatformModule.within(surroundings), ApiRoutesModule] };
  }
}
