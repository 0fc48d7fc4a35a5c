import { CodedError } from '../errors/coded-error.js';

/** What can go wrong with a backup, each with the sentence that says what to do. */
export const backupErrors = {
  fileExists: (path: string) =>
    new CodedError('BACKUP.FILE_EXISTS', `${path} is there already and is not overwritten`, {
      status: 409,
      title: `${path} 已经存在，备份不覆盖已有文件`,
    }),

  cannotWrite: (path: string, cause: unknown) =>
    new CodedError('BACKUP.CANNOT_WRITE', `the backup ${path} cannot be written: ${reasonOf(cause)}`, {
      status: 500,
      title: `备份写不进 ${path}，请检查目录、权限和磁盘空间`,
      cause,
    }),

  databaseFailed: (cause: unknown) =>
    new CodedError('BACKUP.DATABASE_FAILED', `the database could not be copied: ${reasonOf(cause)}`, {
      status: 503,
      title: '读取数据库时出错，没有留下备份',
      cause,
    }),

  interrupted: () =>
    new CodedError('BACKUP.INTERRUPTED', 'it was asked to end and has undone what it began', {
      title: '操作已中断，没有留下任何结果',
    }),

  notFound: (path: string, cause?: unknown) =>
    new CodedError('BACKUP.NOT_FOUND', `there is no backup at ${path}`, {
      status: 404,
      title: `${path} 没有可恢复的备份`,
      cause,
    }),

  notABackup: (path: string) =>
    new CodedError('BACKUP.NOT_A_BACKUP', `${path} is not a backup of this program`, {
      title: `${path} 不是本程序的备份文件`,
    }),

  damaged: (path: string, where: string) =>
    new CodedError('BACKUP.DAMAGED', `the backup ${path} is damaged or not complete: ${where}`, {
      title: `备份文件 ${path} 已损坏或不完整，请换一份备份`,
    }),

  newerVersion: (path: string, what: string) =>
    new CodedError('BACKUP.NEWER_VERSION', `${path} was written by a newer program: ${what}`, {
      status: 409,
      title: `备份 ${path} 由更新的版本写成，请用新版本程序恢复`,
    }),

  databaseNotEmpty: (tables: number) =>
    new CodedError(
      'BACKUP.DATABASE_NOT_EMPTY',
      `the database has ${tables} tables already: a backup is only restored into an empty one`,
      { status: 409, title: '数据库不是空的，备份只能恢复到空数据库（换一个 DATA_DIR 或新建一个数据库）' },
    ),

  doesNotFit: (what: string, cause?: unknown) =>
    new CodedError('BACKUP.DOES_NOT_FIT', `the backup does not fit its own version of the tables: ${what}`, {
      title: '备份内容与其版本的表结构不符，数据库没有改动',
      cause,
    }),
};

function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
