import { readFile } from 'node:fs/promises';
import { ClocksModule, ImportAttlogService } from '@cunqin/clocks';
import { loadSecretBox, PlatformModule, type Surroundings, SystemTime } from '@cunqin/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EXIT, isSystemError, type CliIo } from './cli-io.js';
import { onDatabase } from './database-command.js';

/** The clocks and their ledger without anybody to serve. */
@Module({})
class ImportModule {
  static within(surroundings: Surroundings): DynamicModule {
    return { module: ImportModule, imports: [PlatformModule.within(surroundings), ClocksModule] };
  }
}

/** Brings a file from a USB stick to the ledger, by the same service as the API. */
export async function runImport(io: CliIo, path: string, clockId: number): Promise<number> {
  const file = await readOrNull(path);
  if (file === null) {
    io.err(`打不开文件 ${path}\n`);
    return EXIT.usage;
  }
  return onDatabase(io, async (databaseUrl, config) => {
    const secrets = await loadSecretBox(config);
    const app = await NestFactory.createApplicationContext(
      ImportModule.within({ config, databaseUrl, time: new SystemTime(), secrets }),
      { logger: false, abortOnError: false },
    );
    try {
      const result = await app.get(ImportAttlogService, { strict: false }).import(clockId, file);
      io.out(
        `打卡机 ${clockId}：文件 ${result.read} 条，新增 ${result.appended} 条，已有 ${result.duplicates} 条，其中时间可疑 ${result.suspect} 条\n`,
      );
      return EXIT.good;
    } finally {
      await app.close();
    }
  });
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (failure) {
    if (isSystemError(failure)) return null;
    throw failure;
  }
}
