import { until } from '../support/until.js';
import type { FaultTown } from './fault-town.js';
import { distinctPunches, uncovered } from './truths.js';

/** What is still to be done in a town. */
interface Unrest {
  readonly punchesMissing: number;
  readonly uncoveredClocks: number;
  readonly dirtyWeeks: number;
  readonly jobs: number;
  readonly promisedReads: number;
}

const REST_MS = 90_000;
const SHORTEST_PAUSE_MS = 500;
/** Jobs that were done by the dead have come back by then. */
const LONGEST_PAUSE_MS = 6_000;
const HOURS_BETWEEN_TRIES = 1;
const QUEUES = ['clocks', 'township'];

/**
 * Everything is up again, nothing is killed any more, hours pass: all that was left undone gets done by itself.
 * @throws Error naming what was not, when it takes too long
 */
export async function comeToRest(town: FaultTown): Promise<void> {
  await town.server.up();
  for (const clock of town.clocks) clock.setNetwork('up');
  await Promise.all([town.api, ...town.workers].map((one) => one.up()));
  try {
    await workEverythingOff(town);
  } catch (failure) {
    throw new Error(await unrestExplained(town), { cause: failure });
  }
}

async function workEverythingOff(town: FaultTown): Promise<void> {
  const last = { fired: Number.NEGATIVE_INFINITY };
  await until(
    'the town to come to rest',
    async () => {
      const unrest = await unrestOf(town);
      const pause = unrest.jobs === 0 ? SHORTEST_PAUSE_MS : LONGEST_PAUSE_MS;
      if (Object.values(unrest).some((left) => left !== 0) && performance.now() - last.fired > pause) {
        await town.letLeasesEnd();
        await town.liveUntil(town.localTime().add({ hours: HOURS_BETWEEN_TRIES }));
        town.fire();
        last.fired = performance.now();
      }
      return unrest;
    },
    (unrest) => Object.values(unrest).every((left) => left === 0),
    REST_MS,
  );
}

async function unrestOf(town: FaultTown): Promise<Unrest> {
  const wanted = town.clocks.reduce((sum, clock) => sum + distinctPunches(clock), 0);
  const [counts] = await town.server.query<{ punches: number; dirty: number; promised: number }>(
    `SELECT (SELECT count(*)::integer FROM punch) AS punches,
            (SELECT count(*)::integer FROM dirty_week) AS dirty,
            (SELECT count(*)::integer FROM unnest($1::uuid[]) AS wanted (id)
             WHERE NOT EXISTS (SELECT FROM clock_read WHERE clock_read.id = wanted.id)) AS promised`,
    // A queue that is flushed forgets what was promised.
    [town.redis === null ? town.promised : []],
  );
  return {
    punchesMissing: wanted - (counts?.punches ?? 0),
    uncoveredClocks: (await uncovered(town)).length,
    dirtyWeeks: counts?.dirty ?? -1,
    jobs: await unfinishedJobs(town),
    promisedReads: counts?.promised ?? -1,
  };
}

/** For whoever has to find out why. */
async function unrestExplained(town: FaultTown): Promise<string> {
  const reads = await town.server.query(
    `SELECT clock_id, source, started_at, outcome, error_code, stated_before, log_records, mode
     FROM clock_read WHERE clock_id = ANY ($1) ORDER BY finished_at DESC LIMIT 12`,
    [await uncovered(town)],
  );
  const incidents = await town.server.query(`SELECT clock_id, code, detail, detected_at FROM clock_incident`);
  const proofs = await town.server.query(`SELECT * FROM push_clock`);
  const commands = await town.server.query(`SELECT * FROM push_command ORDER BY id DESC LIMIT 5`);
  const missing = await town.server.query(
    `SELECT wanted.id FROM unnest($1::uuid[]) AS wanted (id)
     WHERE NOT EXISTS (SELECT FROM clock_read WHERE clock_read.id = wanted.id)`,
    [town.promised],
  );
  const said = [town.api, ...town.workers].map((one) => one.said.slice(-1_500));
  return JSON.stringify(
    { unrest: await unrestOf(town), reads, incidents, proofs, commands, missing, said },
    null,
    1,
  );
}

/** Jobs that wait, run, or will be tried again. */
async function unfinishedJobs(town: FaultTown): Promise<number> {
  if (town.redis === null) {
    const [row] = await town.server.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM bullmq.job WHERE state IN ('waiting', 'active', 'delayed')`,
    );
    return row?.count ?? -1;
  }
  return town.redis.ask(async (client) => {
    let found = 0;
    for (const queue of QUEUES) {
      found += await client.llen(`bull:${queue}:wait`);
      found += await client.llen(`bull:${queue}:active`);
      found += await client.zcard(`bull:${queue}:delayed`);
      found += await client.zcard(`bull:${queue}:prioritized`);
    }
    return found;
  });
}
