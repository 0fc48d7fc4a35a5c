import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Temporal } from 'temporal-polyfill';
import { AssessmentModule, RefreshAssessmentsService } from '../../dist/libs/assessment/src/index.js';
import { AdjustableTime, loadConfig, PlatformModule, SecretBox } from '../../dist/libs/platform/src/index.js';
import { peakMemory } from './peak-memory.mjs';

// The built program, as a worker runs it: a compiler in the same process would be counted as its memory.
// `judge-built.mjs URL NOW`: judges every marked cadre-week.
const [databaseUrl, now] = process.argv.slice(2);
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
const began = performance.now();
const judged = await app.get(RefreshAssessmentsService, { strict: false }).refreshDirty();
const ms = performance.now() - began;
await app.close();
process.send({ judged, ms, rssBytes: peakMemory() }, () => process.disconnect());
