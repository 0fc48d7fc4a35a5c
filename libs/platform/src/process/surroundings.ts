import type { Config } from '../config/config.js';
import { type EmbeddedPostgresServer, startEmbeddedPostgres } from '../embedded-postgres/index.js';
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

/** The database of a standalone program: the operator's own, or the embedded server. */
export async function openDatabase(
  config: Config,
): Promise<{ databaseUrl: string; close: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) {
    return { databaseUrl: config.databaseUrl, close: () => Promise.resolve() };
  }
  const server: EmbeddedPostgresServer = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: () => undefined,
    onUnexpectedEnd: (reason) => {
      process.stderr.write(`${reason.code}: ${reason.title} (${reason.message})\n`);
      process.exit(1);
    },
  });
  return { databaseUrl: server.url, close: () => server.stop() };
}
