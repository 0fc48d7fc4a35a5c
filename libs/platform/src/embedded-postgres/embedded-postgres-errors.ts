import { CodedError } from '../errors/coded-error.js';

/** What can go wrong with the embedded database, each with the sentence that says what to do. */
export const embeddedPostgresErrors = {
  unsupported: (platform: string, cause?: unknown) =>
    new CodedError(
      'PLATFORM.EMBEDDED_POSTGRES_UNSUPPORTED',
      `there is no embedded PostgreSQL for ${platform} here; set DATABASE_URL`,
      {
        status: 500,
        title: `本机(${platform})没有可用的内置数据库，请安装 PostgreSQL 18 并设置 DATABASE_URL`,
        cause,
      },
    ),

  dataDirInUse: (dataDir: string, pid: number) =>
    new CodedError(
      'PLATFORM.DATA_DIR_IN_USE',
      `process ${pid} is using ${dataDir}; stop it or choose another DATA_DIR`,
      { status: 409, title: `程序已在运行(进程 ${pid})，数据目录 ${dataDir} 不能同时用两次` },
    ),

  noDatabase: (dataDir: string) =>
    new CodedError(
      'PLATFORM.NO_DATABASE',
      `there is no database in ${dataDir}; set DATA_DIR or DATABASE_URL`,
      {
        status: 404,
        title: `${dataDir} 里没有数据库，请检查 DATA_DIR 或 DATABASE_URL`,
      },
    ),

  dataDirNotWritable: (path: string, cause: unknown) =>
    new CodedError(
      'PLATFORM.DATA_DIR_NOT_WRITABLE',
      `this user may not write ${path}; start as the user who started first, or change the owner`,
      { status: 500, title: `当前用户不能写 ${path}，请用首次启动时的用户运行，或更改目录的所有者`, cause },
    ),

  directoryClosed: (closedDirectory: string, target: string, user: string) =>
    new CodedError(
      'PLATFORM.DIRECTORY_CLOSED',
      `PostgreSQL never runs as root; its user ${user} cannot reach ${target} because of ${closedDirectory}: ` +
        'move it to a directory open to all such as /opt or /var/lib, or start the program as an ordinary user',
      {
        status: 500,
        title:
          `数据库不能以 root 身份运行，而用户 ${user} 进不了 ${closedDirectory}（需要 ${target}）：` +
          '请把程序放到 /opt、把 DATA_DIR 设到 /var/lib/cunqin 一类公开的目录，或改用普通用户启动',
      },
    ),

  noServiceUser: () =>
    new CodedError(
      'PLATFORM.NO_SERVICE_USER',
      'PostgreSQL never runs as root and no other user could be found or created; start as an ordinary user',
      { status: 500, title: '数据库不能以 root 身份运行，又无法建立 postgres 用户，请改用普通用户启动' },
    ),

  otherMajorVersion: (clusterDir: string, found: string, expected: string) =>
    new CodedError(
      'PLATFORM.DATA_DIR_OTHER_VERSION',
      `${clusterDir} was written by PostgreSQL ${found}, this program carries ${expected}; ` +
        'dump with the old version and restore, or start the old release of the program',
      {
        status: 500,
        title: `数据目录由 PostgreSQL ${found} 写成，本程序带的是 ${expected}：请先用旧版本导出再导入`,
      },
    ),

  dataDirDamaged: (clusterDir: string) =>
    new CodedError(
      'PLATFORM.DATA_DIR_DAMAGED',
      `${clusterDir} has files but no PG_VERSION, so it is no database; restore a backup or move it away`,
      { status: 500, title: `${clusterDir} 里没有完整的数据库，请恢复备份，或把该目录移走后重新启动` },
    ),

  orphanWillNotStop: (pid: number) =>
    new CodedError(
      'PLATFORM.ORPHAN_WILL_NOT_STOP',
      `process ${pid} of an earlier run still holds the database and does not end; end it or restart the machine`,
      { status: 500, title: `上次运行留下的数据库进程 ${pid} 无法结束，请手工结束它或重启电脑` },
    ),

  initialisationFailed: (output: string, cause?: unknown) =>
    new CodedError('PLATFORM.DATABASE_INIT_FAILED', `the database could not be created: ${output}`, {
      status: 500,
      title: '内置数据库建立失败，请检查磁盘空间和目录权限',
      cause,
    }),

  startFailed: (reason: string, logLines: string, cause?: unknown) =>
    new CodedError(
      'PLATFORM.DATABASE_START_FAILED',
      `the embedded database did not start: ${reason}${logLines === '' ? '' : `; it said last:\n${logLines}`}`,
      { status: 500, title: '内置数据库启动失败，原因见 postgres.log', cause },
    ),

  stoppedByItself: (reason: string, logLines: string) =>
    new CodedError(
      'PLATFORM.DATABASE_STOPPED',
      `the embedded database ended without being asked (${reason}); it said last:\n${logLines}`,
      { status: 503, title: '内置数据库意外停止，请查看 postgres.log 并重新启动程序' },
    ),
};
