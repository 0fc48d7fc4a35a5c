import { z } from 'zod';

/** Name of the form in which backups are written. Another number means another form. */
export const FORMAT = 'cunqin-backup-1';

/** First entry of an archive: what it is, in words. */
export const NOTE_ENTRY = `${FORMAT}.txt`;

/** Last entry but the digest: what the tables must come to. */
export const MANIFEST_ENTRY = 'manifest.json';

const identifier = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

const tableShape = z.object({
  name: identifier,
  columns: z.array(identifier),
  rows: z.number().int().nonnegative(),
  /** Bytes of the rows as PostgreSQL's COPY writes them, in text form. */
  bytes: z.number().int().nonnegative(),
  /** Of those bytes. */
  sha256: z.string(),
});

const sequenceShape = z.object({
  name: identifier,
  lastValue: z.string().regex(/^-?\d+$/),
  isCalled: z.boolean(),
});

const manifestShape = z.object({
  format: z.literal(FORMAT),
  /** An instant. */
  createdAt: z.string(),
  /** Version of the program. */
  product: z.string(),
  /** Version of the server. */
  postgres: z.string(),
  /** Names of the migrations that had run, in their order: the version of the tables. */
  migrations: z.array(z.string()),
  tables: z.array(tableShape),
  sequences: z.array(sequenceShape),
});

/** What a backup says of itself. */
export type BackupManifest = z.infer<typeof manifestShape>;
export type BackedUpTable = z.infer<typeof tableShape>;

/** Reads the manifest entry; `null` when it is none. */
export function parseManifest(content: Buffer): BackupManifest | null {
  try {
    return manifestShape.parse(JSON.parse(content.toString('utf8')));
  } catch {
    return null;
  }
}

/** Where the n-th piece (from 1) of a table lies. */
export function chunkName(table: string, number: number): string {
  return `tables/${table}/${String(number).padStart(8, '0')}.copy.gz`;
}

/** What whoever opens the archive with `tar` reads first. */
export function noteOf(createdAt: string): Buffer {
  return Buffer.from(
    [
      `村勤 cunqin 数据备份 ${createdAt}`,
      '',
      '恢复：cunqin restore <本文件>（只能恢复到空数据库，恢复后自动核验账本）',
      '',
      '包含：数据库的全部表，其中有人员信息、打卡、请假、口令散列、接口令牌散列、加密后的通讯密码。请妥善保管。',
      '不含：密钥（DATA_DIR/secret.key 或 SECRET_KEY）——没有它，恢复后要重新填写打卡机通讯密码，请另行保存；',
      '      任务队列（由程序自动重建）；日志；已导出的文件。',
      '',
      'tables/<table>/*.copy.gz: rows as PostgreSQL COPY writes them (text, UTF-8), gzip, in pieces to be joined.',
      'manifest.json: tables with columns, rows and SHA-256 of the joined pieces; migrations; sequences.',
      'sha256: SHA-256 of every byte of this file before that entry.',
      '',
    ].join('\n'),
  );
}
