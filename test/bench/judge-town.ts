import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AssessmentModule, PoliciesService } from '@cunqin/assessment';
import { AdjustableTime } from '@cunqin/platform';
import { HolidayNoticesService } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { BenchDatabase } from './bench-database.js';
import { heardFrom } from './heard.js';

/** How large a town is judged, and how long. */
export interface TownSize {
  readonly cadres: number;
  readonly clocks: number;
  readonly weeks: number;
}

/** After the last week of 2025, in a year with notices before and behind it. */
const JUDGED_AT = Temporal.Instant.from('2026-01-05T08:30+08:00');
const LAST_MONDAY = '2025-12-29';

const JUDGING = z.object({ judged: z.number(), ms: z.number(), rssBytes: z.number() });
/** What judging them all took: milliseconds of the quickest round, and the most memory of the process, in bytes. */
export type Judging = z.infer<typeof JUDGING>;

/**
 * A town with punches, lists and read clocks, on a database of its own: every cadre punches at 2 to 4 dates a week,
 * morning and afternoon, and has a list of one item, which one in ten forgets.
 */
export class JudgedTown {
  private constructor(private readonly store: BenchDatabase) {}

  static async open(size: TownSize): Promise<JudgedTown> {
    const store = await BenchDatabase.open(AssessmentModule, new AdjustableTime(JUDGED_AT));
    try {
      const town = new JudgedTown(store);
      await town.settle(size);
      return town;
    } catch (failure) {
      await store.close();
      throw failure;
    }
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** Has a process of its own judge every cadre-week, so many times: a worker is not started for each. */
  async judgeAll(rounds: number): Promise<Judging> {
    const program = fileURLToPath(new URL('judge-built.mjs', import.meta.url));
    const child = fork(program, [this.store.url, JUDGED_AT.toString(), String(rounds)], { execArgv: [] });
    const judging = JUDGING.parse(await heardFrom(child));
    const [{ wrong }] = await this.database.query<[{ wrong: number }]>(
      `SELECT (count(*) - $1::integer)::integer
              + count(*) FILTER (WHERE verdict NOT IN ('met', 'missed'))::integer AS wrong FROM week_assessment`,
      [judging.judged],
    );
    if (wrong !== 0)
      throw new Error(`${judging.judged} judged, ${wrong} of them otherwise than met or missed, or lost`);
    return judging;
  }

  private get database(): DataSource {
    return this.store.app.get(DataSource);
  }

  private async settle({ cadres, clocks, weeks }: TownSize): Promise<void> {
    await this.database.query(`INSERT INTO township (code, name) VALUES ('T01', '示范镇')`);
    await this.store.app.get(PoliciesService, { strict: false }).ensureDefault();
    await this.store.app.get(HolidayNoticesService, { strict: false }).ensureOfficialNotices();
    await this.database.query(
      `INSERT INTO village SELECT 'V' || n, 'T01', n || '号村', 'village' FROM generate_series(1, $1::integer) AS n`,
      [clocks],
    );
    await this.database.query(
      `INSERT INTO clock (name, driver, host, port, poll_every_minutes, timezone)
       SELECT 'bench', 'zk-tcp', '127.0.0.1', 4370, 10, 'Asia/Shanghai' FROM generate_series(1, $1::integer)`,
      [clocks],
    );
    await this.database.query(
      `INSERT INTO clock_placement (clock_id, village_code, placed_from) SELECT id, 'V' || id, '2020-01-01' FROM clock`,
    );
    await this.database.query(
      `INSERT INTO cadre (code, township_code, name, office, identity, post_subsidy_fen, managed_from)
       SELECT 'C' || lpad(n::text, 6, '0'), 'T01', '干部' || n, '党政办', 'civil-servant', 80000, '2020-01-01'
       FROM generate_series(1, $1::integer) AS n`,
      [cadres],
    );
    await this.database.query(
      `INSERT INTO cadre_category (cadre_code, valid_from, category) SELECT code, managed_from, 'organ' FROM cadre`,
    );
    await this.database.query(
      `INSERT INTO cadre_home_village (cadre_code, valid_from, village_code) SELECT code, managed_from, NULL FROM cadre`,
    );
    await this.database.query(
      `INSERT INTO enrolment (cadre_code, number, valid_from)
       SELECT code, substr(code, 2)::integer::text, '2020-01-01' FROM cadre`,
    );
    await this.punch(cadres, clocks, weeks);
    await this.fillLists(weeks);
    await this.database.query('VACUUM ANALYZE');
  }

  private async punch(cadres: number, clocks: number, weeks: number): Promise<void> {
    await this.database.query(
      `INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, decoded, appended, duplicates,
                               suspect, bytes_read)
       SELECT gen_random_uuid(), id, 'pull', '2026-01-05', '2026-01-05', 'complete', 0, 0, 0, 0, 0 FROM clock`,
    );
    await this.database.query(
      `INSERT INTO coverage (clock_id, covered_until, read_id) SELECT clock_id, '2026-01-05 08:00', id FROM clock_read`,
    );
    await this.database.query(
      `INSERT INTO punch
       SELECT made.clock, row_number() OVER (PARTITION BY made.clock ORDER BY at, number), number::text,
              to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), at, 1, 0, 0, decode(repeat('00', 40), 'hex'), 'pull',
              clock_read.id, '2026-01-05', '{}', sha256((number || at::text)::bytea)
       FROM (SELECT number, (number + day) % $2 + 1 AS clock,
                    $4::date - 7 * week + day + half * interval '6 hours'
                      + interval '8 hours' + number % 7200 * interval '1 second' AS at
             FROM generate_series(1, $1::integer) AS number, generate_series(0, $3::integer - 1) AS week,
                  generate_series(0, 3) AS day, generate_series(0, 1) AS half
             WHERE day <= 1 + (number + week) % 3 AND (number + week) % 10 <> day) AS made
       JOIN clock_read ON clock_read.clock_id = made.clock`,
      [cadres, clocks, weeks, LAST_MONDAY],
    );
  }

  private async fillLists(weeks: number): Promise<void> {
    await this.database.query(
      `INSERT INTO checklist (cadre_code, week)
       SELECT code, to_char($2::date - 7 * week, 'IYYY-"W"IW') FROM cadre, generate_series(0, $1::integer - 1) AS week`,
      [weeks, LAST_MONDAY],
    );
    await this.database.query(
      `INSERT INTO checklist_item (checklist_id, position, title, due_at)
       SELECT id, 1, '走访', (to_date(week, 'IYYY-"W"IW') + 7)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM checklist`,
    );
    await this.database.query(
      `INSERT INTO checklist_result (checklist_id, position, kind, text, at, recorded_by)
       SELECT checklist_id, position, 'report', '已走访', due_at - interval '1 day', 'bench'
       FROM checklist_item WHERE checklist_id % 10 > 0`,
    );
  }
}
