import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../support/redis-server.js';
import { until } from '../support/until.js';

const SETTINGS = [
  '--bind',
  '127.0.0.1',
  '--save',
  '',
  '--appendonly',
  'no',
  '--maxmemory-policy',
  'noeviction',
];

/** A Redis of a test's own that keeps nothing on disk, at a port that stays the same when it is killed and started again. */
export class OwnRedis {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await mkdtemp(join(tmpdir(), 'cunqin-faults-redis-')), await freePort());
    try {
      await redis.start();
      return redis;
    } catch (failure) {
      await redis.remove();
      throw failure;
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.child = spawn('redis-server', ['--port', String(this.port), '--dir', this.directory, ...SETTINGS], {
      stdio: 'ignore',
    });
    await until(
      'Redis to answer',
      () => this.ask((client) => client.ping()).catch(() => ''),
      (answer) => answer === 'PONG',
    );
  }

  /** `kill -9`: whatever it held is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async flush(): Promise<void> {
    await this.ask((client) => client.flushall());
  }

  /** Asks with a connection for this question alone. */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url, {
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
