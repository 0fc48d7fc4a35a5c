import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createCluster } from '../../libs/platform/src/embedded-postgres/cluster.js';
import {
  launchServer,
  type LaunchedServer,
} from '../../libs/platform/src/embedded-postgres/launch-server.js';
import {
  findPostgres,
  type PostgresBinaries,
} from '../../libs/platform/src/embedded-postgres/postgres-binaries.js';
import { listPostgresOf } from '../../libs/platform/src/embedded-postgres/process-table.js';
import {
  chooseServiceUser,
  type ServiceUser,
} from '../../libs/platform/src/embedded-postgres/service-user.js';
import { stopOrphans } from '../../libs/platform/src/embedded-postgres/stop-orphans.js';
import { migrateDatabase } from '../../libs/platform/src/database/migrate.js';
import { migrations } from '../../migrations/index.js';
import { freePort } from '../support/redis-server.js';
import { until } from '../support/until.js';

const UP_MS = 30_000;
const PASSWORD = 'only_for_the_faults_run_and_nothing_else';

/**
 * A migrated PostgreSQL of a test's own, with the settings of the product's embedded server, at a port that stays
 * the same when it is killed and started again.
 */
export class OwnServer {
  private launched: LaunchedServer | null = null;

  private constructor(
    private readonly directory: string,
    private readonly binaries: PostgresBinaries,
    private readonly user: ServiceUser | undefined,
    private readonly port: number,
  ) {}

  /** @param parent where its files go; default the machine's directory for temporary files */
  static async create(parent = tmpdir()): Promise<OwnServer> {
    const user = process.getuid?.() === 0 ? await chooseServiceUser(undefined) : undefined;
    const binaries = await findPostgres(user);
    const directory = await mkdtemp(join(parent, 'cunqin-faults-'));
    if (user !== undefined) await chown(directory, user.uid, user.gid);
    const server = new OwnServer(directory, binaries, user, await freePort());
    try {
      await createCluster(server.clusterDir, PASSWORD, binaries, user);
      await server.start();
      await migrateDatabase(server.url, migrations);
      return server;
    } catch (failure) {
      await server.remove();
      throw failure;
    }
  }

  get url(): string {
    return `postgres://cunqin:${PASSWORD}@127.0.0.1:${this.port}/cunqin`;
  }

  get runs(): boolean {
    return this.launched !== null && !this.launched.server.hasEnded();
  }

  /** Starts it, as after a power cut when it was killed: what is left of it ends, and the log is replayed. */
  async start(): Promise<void> {
    await stopOrphans(this.clusterDir);
    this.launched = await launchServer({
      postgres: this.binaries.postgres,
      clusterDir: this.clusterDir,
      logPath: join(this.directory, 'postgres.log'),
      user: this.user,
      password: PASSWORD,
      maxConnections: 60,
      choosePort: () => Promise.resolve(this.port),
    });
  }

  /** Waits until it answers again after one of its processes was killed; starts it when it does not run. */
  async up(): Promise<void> {
    await until(
      'the database to answer',
      async () => {
        if (!this.runs) await this.start();
        return this.query('SELECT').catch(() => []);
      },
      ({ length }) => length === 1,
      UP_MS,
    );
  }

  /** `kill -9` of the whole server, which leaves nothing but what is on the disk. */
  async kill(): Promise<void> {
    const { launched } = this;
    if (launched === null) return;
    process.kill(launched.pid, 'SIGKILL');
    await launched.server.ended;
  }

  /**
   * `kill -9` of one process that serves a connection; the server then ends all the others and recovers by itself.
   * @param choose picks one of so many
   * @returns whether there was one
   */
  async killBackend(choose: (of: number) => number): Promise<boolean> {
    const backends = await this.backends();
    const pid = backends[choose(backends.length)];
    if (pid === undefined) return false;
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  }

  /** Asks with a connection for this question alone. */
  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return onConnection(this.url, async (client) => (await client.query<Row>(sql, values)).rows);
  }

  /** Stops the server, in whatever state it is, and takes its files away. */
  async remove(): Promise<void> {
    await this.launched?.server.stop();
    await stopOrphans(this.clusterDir);
    await rm(this.directory, { recursive: true, force: true });
  }

  private get clusterDir(): string {
    return join(this.directory, 'postgres');
  }

  private async backends(): Promise<number[]> {
    const served = await this.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
       ORDER BY backend_start`,
    ).catch(() => []);
    const own = new Set((await listPostgresOf(this.clusterDir)).map(({ pid }) => pid));
    return served.map(({ pid }) => pid).filter((pid) => own.has(pid));
  }
}

/** A connection that a killed server may break without a word. */
async function onConnection<T>(url: string, task: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await task(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
