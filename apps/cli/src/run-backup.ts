import { userInfo } from 'node:os';
import { AuditService } from '@cunqin/accounts';
import { backUpDatabase, readProductInfo, SystemTime } from '@cunqin/platform';
import { EXIT, type CliIo } from './cli-io.js';
import { onExistingDatabase, withConnection } from './database-command.js';

/** Copies the database into one file while others work with it, and leaves a line in the audit trail. */
export async function runBackup(io: CliIo, destination: string): Promise<number> {
  return onExistingDatabase(io, async (databaseUrl, config) => {
    const time = new SystemTime();
    const report = await backUpDatabase({
      databaseUrl,
      destination,
      product: readProductInfo().version,
      now: time.now(),
      timeZone: config.timeZone,
      signal: io.signal,
    });
    await withConnection(databaseUrl, (dataSource) =>
      new AuditService(dataSource, time).record(null, {
        actor: `cli:${userInfo().username}`,
        action: 'database.backed-up',
        subject: report.path,
        detail: { rows: report.rows, bytes: report.bytes, sha256: report.sha256 },
      }),
    );
    io.out(
      `已备份 ${report.tables} 个表 ${report.rows} 行到 ${report.path}（${report.bytes} 字节，SHA-256 ${report.sha256}）\n` +
        '密钥不在备份内，请另行保存 DATA_DIR/secret.key 或 SECRET_KEY\n',
    );
    return EXIT.good;
  });
}
