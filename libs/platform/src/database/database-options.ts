import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { surviveEarlyErrors } from './early-errors.js';
import { SnakeNaming } from './snake-naming.js';
import { SqlLogger } from './sql-logger.js';

const TIMESTAMP_WITHOUT_ZONE = 1114;
const TIMESTAMP_WITHOUT_ZONE_ARRAY = 1115;

// A clock's own time has no zone. node-postgres would read it in the server's zone and shift it.
pg.types.setTypeParser(TIMESTAMP_WITHOUT_ZONE, (text) => text.replace(' ', 'T'));
pg.types.setTypeParser(TIMESTAMP_WITHOUT_ZONE_ARRAY as 1114, (text) =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((part) => part.replaceAll('"', '').replace(' ', 'T')),
);

surviveEarlyErrors();

/** The one description of a database connection, for api, worker, command line and tests. */
export function databaseOptions(url: string, options: { poolSize?: number } = {}) {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    namingStrategy: new SnakeNaming(),
    migrationsTableName: 'schema_migration',
    logger: new SqlLogger(),
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: 5000,
    applicationName: 'cunqin',
    extra: { options: '-c timezone=UTC' },
  } satisfies DataSourceOptions;
}
