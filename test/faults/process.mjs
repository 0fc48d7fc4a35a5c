import 'reflect-metadata';

/**
 * A worker or an api of the build, in a process of its own that can be killed: `process.mjs worker|api`. It is what
 * `apps/worker` and `apps/api` start, but for three things. Its time is the test's, told by messages. What waits half a minute
 * for a worker that died waits a second or two. And the timers can be fired by a message, beside their own turns.
 */
const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);

const { AdjustableTime, loadConfig, loadSecretBox } = await built('libs/platform/src/index.js');
const { NestFactory } = await import('@nestjs/core');
const { Temporal } = await import('temporal-polyfill');

const [role] = process.argv.slice(2);
const time = new AdjustableTime(Temporal.Instant.from('2026-01-01T00:00:00Z'));
let schedules = null;

/** The queue's patience with a worker that is gone, and between two tries to reach a queue that is. */
const IMPATIENT = { lockDuration: 3_000, stalledInterval: 1_000, runRetryDelay: 250 };
const WORKER_METADATA = 'bullmq:worker_metadata';

function setTime({ at, machine }) {
  time.set(Temporal.Instant.fromEpochMilliseconds(at + Date.now() - machine));
}

async function fire() {
  if (schedules === null) return;
  await Promise.allSettled([
    schedules.enqueueDueClocks(),
    schedules.enqueueRefresh(),
    schedules.enqueuePushProofs(),
    schedules.enqueueSeal(),
  ]);
}

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (message.kind === 'time') {
    setTime(message);
    process.send({ kind: 'time', turn: message.turn });
  } else void fire();
});

setTime({ at: Number(process.env.FAULTS_TIME), machine: Number(process.env.FAULTS_MACHINE_TIME) });
const config = loadConfig();
const surroundings = { config, databaseUrl: config.databaseUrl, time, secrets: await loadSecretBox(config) };
const logger = ['error', 'warn'];
if (role === 'worker') {
  const { ClockJobsProcessor } = await built('apps/worker/src/clock-jobs.processor.js');
  const { TownshipJobsProcessor } = await built('apps/worker/src/township-jobs.processor.js');
  const { WorkerModule } = await built('apps/worker/src/worker.module.js');
  const { Schedules } = await built('apps/worker/src/schedules.js');
  for (const processor of [ClockJobsProcessor, TownshipJobsProcessor]) {
    const given = Reflect.getMetadata(WORKER_METADATA, processor) ?? {};
    Reflect.defineMetadata(WORKER_METADATA, { ...given, ...IMPATIENT }, processor);
  }
  const app = await NestFactory.createApplicationContext(WorkerModule.within(surroundings), {
    logger,
    abortOnError: false,
  });
  schedules = app.get(Schedules, { strict: false });
} else {
  const { ApiModule } = await built('apps/api/src/api.module.js');
  const { serveHttp } = await built('apps/api/src/serve-http.js');
  const app = await NestFactory.create(ApiModule.within(surroundings), {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  await serveHttp(app, config, { quiet: true });
}
process.send({ kind: 'ready' });
