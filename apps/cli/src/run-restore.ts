import { userInfo } from 'node:os';
import { AuditService } from '@cunqin/accounts';
import { CodedError, loadSecretBox, restoreDatabase, type SecretBox, SystemTime } from '@cunqin/platform';
import type { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { EXIT, type CliIo } from './cli-io.js';
import { onDatabase, withConnection } from './database-command.js';
import { runVerify } from './run-verify.js';

/**
 * Brings a backup into an empty database and verifies the ledger in it: the exit status is that of `verify`.
 * That it was restored, and to which moment, stands in the audit trail for ever.
 */
export async function runRestore(io: CliIo, source: string): Promise<number> {
  const restored = await restore(io, source);
  return restored === EXIT.good ? runVerify(io, { resume: false, derived: false, json: false }) : restored;
}

async function restore(io: CliIo, source: string): Promise<number> {
  return onDatabase(io, async (databaseUrl, config) => {
    const report = await restoreDatabase({
      databaseUrl,
      source,
      migrations,
      signal: io.signal,
      conclude: async (manager, { path, createdAt, rows }) => {
        await new AuditService(manager.dataSource, new SystemTime()).record(manager, {
          actor: `cli:${userInfo().username}`,
          action: 'database.restored',
          subject: path,
          detail: { createdAt, rows },
        });
      },
    });
    io.out(
      `已恢复 ${report.createdAt} 的备份 ${report.path}（程序版本 ${report.product}）：${report.tables} 个表 ${report.rows} 行\n`,
    );
    if (report.migrated.length > 0) io.out(`其后升级：${report.migrated.join('、')}\n`);
    const secrets = await loadSecretBox(config);
    const readable = await withConnection(databaseUrl, (dataSource) => commKeysOpen(dataSource, secrets));
    if (!readable) {
      io.err(
        'SECRET.UNREADABLE: 现在的密钥打不开备份中的通讯密码，请放回原来的 secret.key 或 SECRET_KEY，或逐台重新填写\n',
      );
    }
    return EXIT.good;
  });
}

/** Whether the key of this installation is the one that the comm keys were sealed with; they are not shown. */
async function commKeysOpen(dataSource: DataSource, secrets: SecretBox): Promise<boolean> {
  const sealed: { key: Buffer }[] = await dataSource.query(
    'SELECT comm_key_sealed AS key FROM clock WHERE comm_key_sealed IS NOT NULL LIMIT 1',
  );
  try {
    for (const { key } of sealed) secrets.open(key);
    return true;
  } catch (failure) {
    if (failure instanceof CodedError) return false;
    throw failure;
  }
}
