import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { AssessmentModule, RefreshAssessmentsService } from '../../dist/libs/assessment/src/index.js';
import { AdjustableTime, loadConfig, PlatformModule, SecretBox } from '../../dist/libs/platform/src/index.js';
import { peakMemory } from './peak-memory.mjs';

// The built program, as a worker runs it: a compiler in the same process would be counted as its memory.
// `judge-built.mjs URL NOW ROUNDS`: judges every cadre-week that has a list, so many times; the quickest counts.
const [databaseUrl, now, rounds] = process.argv.slice(2);
class Judging {}
Module({
  imports: [
    PlatformModule.within({
      config: loadConfig({}),
      databaseUrl,
      time: new AdjustableTime(Temporal.Instant.from(now)),
      secrets: new SecretBox('a key that only the benchmark uses, long enough'),
    }),
    AssessmentModule,
  ],
})(Judging);
const app = await NestFactory.createApplicationContext(Judging, { logger: false });
let ms = Infinity;
let judged = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  await app
    .get(DataSource)
    .query(
      `INSERT INTO dirty_week (cadre_code, week) SELECT DISTINCT cadre_code, week FROM checklist ORDER BY week, cadre_code`,
    );
  const began = performance.now();
  judged = await app.get(RefreshAssessmentsService, { strict: false }).refreshDirty();
  ms = Math.min(ms, performance.now() - began);
}
await app.close();
process.send({ judged, ms, rssBytes: peakMemory() }, () => process.disconnect());
