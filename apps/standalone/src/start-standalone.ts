import {
  type Config,
  loadSecretBox,
  migrateDatabase,
  openDatabase,
  type RunningProgram,
  SystemTime,
} from '@cunqin/platform';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { migrations } from '../../../migrations/index.js';
import { serveHttp } from '../../api/src/serve-http.js';
import { StandaloneModule } from './standalone.module.js';

/** Database, migrations, api and worker, in this order; whatever fails, what was started is stopped. */
export async function startStandalone(config: Config): Promise<RunningProgram> {
  const database = await openDatabase(config);
  try {
    await migrateDatabase(database.databaseUrl, migrations);
    const app = await NestFactory.create<NestExpressApplication>(
      StandaloneModule.within({
        config,
        databaseUrl: database.databaseUrl,
        time: new SystemTime(),
        secrets: await loadSecretBox(config),
      }),
      { logger: ['error', 'warn'], bodyParser: false, abortOnError: false },
    );
    try {
      await serveHttp(app, config);
    } catch (failure) {
      await app.close();
      throw failure;
    }
    return {
      stop: async () => {
        await app.close();
        await database.close();
      },
    };
  } catch (failure) {
    await database.close();
    throw failure;
  }
}
