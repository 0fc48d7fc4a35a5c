import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EmulatedPunch } from '@cunqin/clock-protocol';
import type { FaultClock, FaultTown } from './fault-town.js';
import { CADRE_NUMBERS, WEEKS } from './town-plan.js';

const CLI = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const NAMED = 5;

type Identity = Pick<EmulatedPunch, 'number' | 'clockTime' | 'verifyMode' | 'punchState'>;

/**
 * What must be true of a town that has come to rest, whatever was killed in it.
 * @returns a sentence for everything that is not
 */
export async function untruthsOf(town: FaultTown): Promise<string[]> {
  const found = [...(await ledgerAgainstClocks(town)), ...(await coverageAgainstLedger(town))];
  found.push(...(await chainVerified(town)));
  found.push(...(await derivedAgainstRecomputed(town)));
  for (const one of [town.api, ...town.workers]) {
    for (const words of one.lastWords) found.push(`a ${one.role} ended though nobody killed it: ${words}`);
  }
  return found;
}

/** Every punch of every clock stands in the ledger exactly once, and no other. */
async function ledgerAgainstClocks(town: FaultTown): Promise<string[]> {
  const found: string[] = [];
  for (const clock of town.clocks) {
    const rows = await town.server.query<Identity & { sequence: number }>(
      `SELECT sequence::integer, number, clock_time AS "clockTime", verify_mode AS "verifyMode",
              punch_state AS "punchState"
       FROM punch WHERE clock_id = $1 ORDER BY sequence`,
      [clock.id],
    );
    const name = `clock ${clock.plan.villageCode}`;
    const held = new Set(clock.held.map(identity));
    const kept = new Set(rows.map(identity));
    if (kept.size !== rows.length) found.push(`${name}: ${rows.length - kept.size} punches stand twice`);
    found.push(
      ...listed(
        `${name}: not in the ledger`,
        [...held].filter((one) => !kept.has(one)),
      ),
    );
    found.push(
      ...listed(
        `${name}: never punched`,
        [...kept].filter((one) => !held.has(one)),
      ),
    );
    const gap = rows.findIndex(({ sequence }, at) => sequence !== at + 1);
    if (gap >= 0) found.push(`${name}: the chain has a gap at ${gap + 1}`);
  }
  return found;
}

/**
 * When a coverage became visible, every punch up to it was in the ledger: none was committed by a later transaction. And
 * the town ended with every clock covered up to the end of the last week.
 */
async function coverageAgainstLedger(town: FaultTown): Promise<string[]> {
  const overstated = await town.server.query<{ clock_id: number; covered_until: string; late: number }>(
    `SELECT coverage.clock_id, coverage.covered_until, count(*)::integer AS late
     FROM coverage JOIN punch ON punch.clock_id = coverage.clock_id
       AND punch.local_time <= coverage.covered_until
       AND punch.xmin::text::bigint > coverage.xmin::text::bigint
     GROUP BY coverage.clock_id, coverage.covered_until`,
  );
  const behind = await uncovered(town);
  return [
    ...overstated.map(
      ({ clock_id: id, covered_until: until, late }) =>
        `clock ${id} was covered until ${until}, but ${late} came later`,
    ),
    ...behind.map((id) => `clock ${id} is not covered to the end of the last week`),
  ];
}

/** Clocks not proven complete to the end of the last week. */
export async function uncovered(town: FaultTown): Promise<number[]> {
  const rows = await town.server.query<{ id: number }>(
    `SELECT clock.id FROM clock
     WHERE NOT EXISTS (SELECT FROM coverage WHERE coverage.clock_id = clock.id
                         AND covered_until >= to_date($1, 'IYYY-"W"IW') + 7)`,
    [WEEKS.at(-1)],
  );
  return rows.map(({ id }) => id);
}

/** The command that an operator would run. */
async function chainVerified(town: FaultTown): Promise<string[]> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...town.env };
  return promisify(execFile)(process.execPath, [CLI, 'verify'], { env }).then(
    () => [],
    (failure: unknown) => {
      const { stdout = '', stderr = '' } = failure as { stdout?: string; stderr?: string };
      return [`cunqin verify: ${stdout}${stderr}`];
    },
  );
}

interface Derived {
  readonly table: string;
  readonly key: string;
  readonly row: string;
}

/** Days and verdicts, as the refreshes between the kills left them, are those of a computation from nothing. */
async function derivedAgainstRecomputed(town: FaultTown): Promise<string[]> {
  const left = await derived(town);
  const judged = left.filter(({ table }) => table === 'week_assessment').length;
  const wanted = CADRE_NUMBERS.length * WEEKS.length;
  await town.server.query('DELETE FROM visit_day');
  await town.server.query('DELETE FROM week_assessment');
  for (const week of WEEKS) await town.ask('GET', `assessments?week=${week}&pageSize=1`);
  const again = new Map((await derived(town)).map(({ table, key, row }) => [`${table} ${key}`, row]));
  const known = new Set(left.map(({ table, key }) => `${table} ${key}`));
  return [
    ...(judged === wanted ? [] : [`${judged} of ${wanted} cadre-weeks had been judged`]),
    ...listed(
      'not what a fresh computation gives',
      left.filter(({ table, key, row }) => again.get(`${table} ${key}`) !== row).map(({ row }) => row),
    ),
    ...listed(
      'missing until computed afresh',
      [...again.keys()].filter((key) => !known.has(key)),
    ),
  ];
}

async function derived(town: FaultTown): Promise<Derived[]> {
  return town.server.query<Derived>(
    `SELECT 'visit_day' AS table, cadre_code || ' ' || date AS key, to_jsonb(visit_day)::text AS row
     FROM visit_day WHERE week = ANY ($1)
     UNION ALL
     SELECT 'week_assessment', cadre_code || ' ' || week, to_jsonb(week_assessment)::text
     FROM week_assessment WHERE week = ANY ($1)`,
    [WEEKS],
  );
}

/** Punches of a clock, each once: the same record seen twice is one punch. */
export function distinctPunches(clock: FaultClock): number {
  return new Set(clock.held.map(identity)).size;
}

function identity({ number, clockTime, verifyMode, punchState }: Identity): string {
  return `${number} ${clockTime} ${verifyMode} ${punchState}`;
}

function listed(what: string, found: readonly string[]): string[] {
  return found.length === 0 ? [] : [`${what}, ${found.length} times: ${found.slice(0, NAMED).join('; ')}`];
}
