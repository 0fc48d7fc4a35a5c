import { parseArgs } from 'node:util';
import { redisIsInstalled } from '../support/redis-server.js';
import { type ChaosReport, wreakHavoc } from './chaos.js';
import type { QueueKind } from './fault-town.js';

/**
 * `npm run faults [-- --kills N --seed S --queue postgres|redis|both]`: lives through N kills of workers and of PostgreSQL, a
 * quarter of them with the queue on Redis, and checks that nothing was lost, doubled or made up. Status 1 when something was.
 */
const REDIS_SHARE = 0.25;
const GROWTH = 150;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1_000)) },
    queue: { type: 'string', default: 'both' },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write('usage: npm run faults -- [--kills N] [--seed S] [--queue postgres|redis|both]\n');
  process.exit(2);
}

process.stdout.write(`seed ${seed}\n`);
const reports: ChaosReport[] = [];
for (const { queue, share } of legs()) {
  const report = await wreakHavoc({
    kills: share,
    seed,
    queue,
    growth: GROWTH,
    progress: (line) => process.stdout.write(`${queue} ${line}\n`),
  });
  for (const untruth of report.untruths) process.stderr.write(`${queue}: ${untruth}\n`);
  reports.push(report);
}
process.stdout.write(`${summary(reports)}\n`);
process.exit(reports.every(({ untruths }) => untruths.length === 0) ? 0 : 1);

function legs(): { queue: QueueKind; share: number }[] {
  if (values.queue === 'postgres' || values.queue === 'redis') return [{ queue: values.queue, share: kills }];
  if (!redisIsInstalled()) return [{ queue: 'postgres', share: kills }];
  const onRedis = Math.ceil(kills * REDIS_SHARE);
  const both: { queue: QueueKind; share: number }[] = [
    { queue: 'postgres', share: kills - onRedis },
    { queue: 'redis', share: onRedis },
  ];
  return both.filter(({ share }) => share > 0);
}

function summary(done: readonly ChaosReport[]): string {
  const sum = (of: (report: ChaosReport) => number): number =>
    done.reduce((total, one) => total + of(one), 0);
  const counted = sum(({ killed }) => killed.worker + killed.backend + killed.postgres);
  return (
    `faults: ${counted} kills (${sum(({ killed }) => killed.worker)} worker, ` +
    `${sum(({ killed }) => killed.backend)} postgres backend, ${sum(({ killed }) => killed.postgres)} postgres; ` +
    `${sum(({ midRead }) => midRead)} while a clock was read), on top ${sum(({ killed }) => killed.api)} api, ` +
    `${sum(({ killed }) => killed.redis)} redis killed, ${sum(({ redisFlushed }) => redisFlushed)} flushes, ` +
    `${sum(({ clocksLost }) => clocksLost)} clocks lost; ${sum(({ punches }) => punches)} punches in ` +
    `${sum(({ reads }) => reads)} reads (${sum(({ failedReads }) => failedReads)} failed, ` +
    `${sum(({ readAgain }) => readAgain)} records read again), ${Math.round(sum(({ seconds }) => seconds))} s, ` +
    `seed ${seed}, ${sum(({ untruths }) => untruths.length)} untruths`
  );
}
