import type { Config } from '../config/config.js';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/index.js';
import { CodedError } from '../errors/coded-error.js';
import type { Surroundings } from '../platform.module.js';
import { loadSecretBox } from '../secrets/secret-box.js';
import { SystemTime } from '../time/time-source.js';

/** For programs that need a database of the operator's own: api and worker beside each other. */
export async function externalSurroundings(config: Config): Promise<Surroundings> {
  if (config.databaseUrl === undefined) {
    throw new CodedError(
      'CONFIG.DATABASE_URL_MISSING',
      'set DATABASE_URL, or use npm start with its own database',
      {
        title: '请设置 DATABASE_URL，或者用 npm start 启动自带的数据库',
      },
    );
  }
  const secrets = await loadSecretBox(config);
  return { config, databaseUrl: config.databaseUrl, time: new SystemTime(), secrets };
}

/** A database and how to leave it. */
export interface OpenedDatabase {
  readonly databaseUrl: string;
  readonly close: () => Promise<void>;
}

/** The database of a standalone program: the operator's own, or the embedded server. */
export async function openDatabase(config: Config): Promise<OpenedDatabase> {
  if (config.databaseUrl !== undefined) return operatorsOwn(config.databaseUrl);
  const server = await startEmbeddedPostgres(embedded(config));
  return { databaseUrl: server.url, close: () => server.stop() };
}

/**
 * A database that is there already, for programs that look at it while others work with it: the operator's
 * own, the embedded server that `npm start` runs now, or one started for the time being. Creates none.
 *
 * @throws CodedError `PLATFORM.NO_DATABASE`
 */
export async function openExistingDatabase(config: Config): Promise<OpenedDatabase> {
  if (config.databaseUrl !== undefined) return operatorsOwn(config.databaseUrl);
  const joined = await joinEmbeddedPostgres(embedded(config));
  return { databaseUrl: joined.url, close: () => joined.close() };
}

function operatorsOwn(databaseUrl: string): OpenedDatabase {
  return { databaseUrl, close: () => Promise.resolve() };
}

function embedded(config: Config): Parameters<typeof startEmbeddedPostgres>[0] {
  return {
    dataDir: config.dataDir,
    log: () => undefined,
    onUnexpectedEnd: (reason) => {
      process.stderr.write(`${reason.code}: ${reason.title} (${reason.message})\n`);
      process.exit(1);
    },
  };
}
