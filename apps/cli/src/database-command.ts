import {
  type Config,
  databaseOptions,
  explainConnectionFailure,
  loadConfig,
  openDatabase,
  openExistingDatabase,
  sentenceOf,
} from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { EXIT, type CliIo } from './cli-io.js';

type OnDatabase = (databaseUrl: string, config: Config) => Promise<number>;

/** Runs a command on the product's database, the operator's or the embedded one; every failure is a sentence. */
export async function onDatabase(io: CliIo, run: OnDatabase): Promise<number> {
  return onOpened(io, openDatabase, run);
}

/** The same on a database that is there already, also while the program runs on it. Creates none. */
export async function onExistingDatabase(io: CliIo, run: OnDatabase): Promise<number> {
  return onOpened(io, openExistingDatabase, run);
}

async function onOpened(io: CliIo, open: typeof openDatabase, run: OnDatabase): Promise<number> {
  try {
    const config = loadConfig();
    const database = await open(config);
    try {
      return await run(database.databaseUrl, config);
    } finally {
      await database.close();
    }
  } catch (failure) {
    io.err(`${sentenceOf(failure)}\n`);
    return EXIT.bad;
  }
}

/** Opens a connection for the time of one task. */
export async function withConnection<T>(
  url: string,
  task: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = new DataSource(databaseOptions(url, { poolSize: 2 }));
  try {
    await dataSource.initialize();
  } catch (failure) {
    throw explainConnectionFailure(failure, url);
  }
  try {
    return await task(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
