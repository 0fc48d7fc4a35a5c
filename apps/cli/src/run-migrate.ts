import { migrateDatabase } from '@cunqin/platform';
import { migrations } from '../../../migrations/index.js';
import { EXIT, type CliIo } from './cli-io.js';
import { onDatabase } from './database-command.js';

/** Runs the migrations that the database does not have yet. */
export async function runMigrate(io: CliIo): Promise<number> {
  return onDatabase(io, async (url) => {
    const applied = await migrateDatabase(url, migrations);
    io.out(
      applied.length === 0 ? '数据库已是最新\n' : `已执行 ${applied.length} 个升级：${applied.join('、')}\n`,
    );
    return EXIT.good;
  });
}
