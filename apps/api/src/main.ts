import { externalSurroundings, loadConfig, runProgram } from '@cunqin/platform';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiModule } from './api.module.js';
import { serveHttp } from './serve-http.js';

await runProgram(async () => {
  const config = loadConfig();
  const app = await NestFactory.create<NestExpressApplication>(
    ApiModule.within(await externalSurroundings(config)),
    { logger: new ConsoleLogger({ json: true }), bodyParser: false, abortOnError: false },
  );
  await serveHttp(app, config);
  return { stop: () => app.close() };
});
