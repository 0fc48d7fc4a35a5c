import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ExportLedgerService } from '@cunqin/punch-ledger';
import { EXIT, isSystemError, type CliIo } from './cli-io.js';
import { onExistingDatabase, withConnection } from './database-command.js';

/** Writes the whole ledger into a directory, all of it or nothing. */
export async function runExport(io: CliIo, directory: string): Promise<number> {
  const target = resolve(directory);
  if (!(await isFree(target))) {
    io.err(`${target} 不是空目录\n`);
    return EXIT.usage;
  }
  return onExistingDatabase(io, async (url) => {
    const draft = `${target}.${process.pid}.part`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await mkdir(draft);
      const done = await withConnection(url, (dataSource) =>
        new ExportLedgerService(dataSource).export(async (name, write) => {
          const file = await open(join(draft, name), 'wx');
          try {
            await write({ write: (lines) => writeAll(file, lines) });
            await file.sync();
          } finally {
            await file.close();
          }
        }),
      );
      await rm(target, { recursive: true, force: true });
      await rename(draft, target);
      io.out(
        `已导出 ${done.files} 个文件：${done.punches} 条打卡，${done.entries} 条日志，${done.rows} 条记录\n`,
      );
      return EXIT.good;
    } catch (failure) {
      if (!isSystemError(failure)) throw failure;
      io.err(`无法写入 ${target}：${failure.message}\n`);
      return EXIT.bad;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

async function writeAll(file: FileHandle, lines: string): Promise<void> {
  await file.writeFile(lines);
}

async function isFree(directory: string): Promise<boolean> {
  try {
    return (await readdir(directory)).length === 0;
  } catch (failure) {
    if (isSystemError(failure) && failure.code === 'ENOENT') return true;
    if (isSystemError(failure) && failure.code === 'ENOTDIR') return false;
    throw failure;
  }
}
