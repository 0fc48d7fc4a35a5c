import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { databaseOptions } from './database-options.js';

/** The connection pool of one process. Entities come from the modules that own them. */
@Module({})
export class DatabaseModule {
  static forUrl(url: string, options: { poolSize?: number } = {}): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...databaseOptions(url, options),
          autoLoadEntities: true,
          retryAttempts: 1,
        }),
      ],
    };
  }
}
