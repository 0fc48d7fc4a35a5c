import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, migrateDatabase, PlatformModule, SecretBox, type TimeSource } from '@cunqin/platform';
import { type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/index.js';
import { migrations } from '../../migrations/index.js';

@Module({})
class RoomAlone {}

/** A database of its own with the newest schema, and a room of the product on it; nothing is left of it after `close`. */
export class BenchDatabase {
  private constructor(
    /** Where programs of their own find it. */
    readonly url: string,
    readonly app: INestApplicationContext,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(room: Type, time: TimeSource): Promise<BenchDatabase> {
    const dataDir = await mkdtemp(join(tmpdir(), 'cunqin-bench-'));
    const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    const end = async (): Promise<void> => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    };
    try {
      await migrateDatabase(server.url, migrations);
      const surroundings = {
        config: loadConfig({}),
        databaseUrl: server.url,
        time,
        secrets: new SecretBox('a key that only the benchmark uses, long enough'),
      };
      const imports = [PlatformModule.within(surroundings), room];
      const app = await NestFactory.createApplicationContext(
        { module: RoomAlone, imports },
        { logger: false },
      );
      return new BenchDatabase(server.url, app, end);
    } catch (failure) {
      await end();
      throw failure;
    }
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.end();
  }
}
