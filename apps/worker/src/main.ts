import { externalSurroundings, loadConfig, runProgram } from '@cunqin/platform';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module.js';

await runProgram(async () => {
  const surroundings = await externalSurroundings(loadConfig());
  const app = await NestFactory.createApplicationContext(WorkerModule.within(surroundings), {
    logger: new ConsoleLogger({ json: true }),
    abortOnError: false,
  });
  process.stdout.write('ready worker\n');
  return { stop: () => app.close() };
});
