import type { DataSource, QueryRunner } from 'typeorm';
import { until } from '../support/until.js';

const AT_COMMIT = 770_001;
const REACHED_MS = 20_000;

/** A place at which transactions are held up, so that whoever runs them can be killed there. */
export class Barrier {
  private constructor(
    private readonly database: DataSource,
    private readonly runner: QueryRunner,
    private readonly waiting: string,
  ) {}

  /** Nobody gets past the first statement that touches a table (`ACCESS EXCLUSIVE`), or that writes to it (`EXCLUSIVE`). */
  static async atTable(
    database: DataSource,
    table: string,
    mode: 'ACCESS EXCLUSIVE' | 'EXCLUSIVE',
  ): Promise<Barrier> {
    const runner = database.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`LOCK TABLE ${table} IN ${mode} MODE`);
    return new Barrier(database, runner, `query NOT LIKE 'LOCK TABLE%'`);
  }

  /** Nobody who advances a coverage gets through COMMIT: everything is written, nothing is visible. */
  static async atCommit(database: DataSource): Promise<Barrier> {
    await database.query(
      `CREATE OR REPLACE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
       'BEGIN PERFORM pg_advisory_xact_lock_shared(${AT_COMMIT}); RETURN NULL; END'`,
    );
    await database.query(`DROP TRIGGER IF EXISTS wait_at_commit ON coverage`);
    await database.query(
      `CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON coverage
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit()`,
    );
    const runner = database.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT pg_advisory_xact_lock(${AT_COMMIT})`);
    return new Barrier(database, runner, `query = 'COMMIT' AND wait_event = 'advisory'`);
  }

  /** Waits until somebody is held up here. @returns the process that serves him */
  async reached(): Promise<number> {
    const [held] = await until(
      'somebody to reach the barrier',
      () =>
        this.database.query<{ pid: number }[]>(
          `SELECT pid FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND ${this.waiting}`,
        ),
      ({ length }) => length > 0,
      REACHED_MS,
    );
    return held?.pid ?? 0;
  }

  /** Lets everybody pass; whoever died here leaves no transaction behind. */
  async lift(): Promise<void> {
    if (this.runner.isReleased) return;
    // The connection may be gone with the server.
    await this.runner.rollbackTransaction().catch(() => undefined);
    await this.runner.release();
  }
}
