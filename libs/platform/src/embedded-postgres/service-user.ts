import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { isSystemError } from './process-table.js';
import { runProgram } from './run-program.js';

/** The account the database server runs under when we are root. */
export interface ServiceUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The accounts of this machine, as far as choosing a service user needs them. */
export interface Accounts {
  find(name: string): Promise<ServiceUser | undefined>;
  /** Tries to create a system account; whether it worked shows in the next `find`. */
  create(name: string): Promise<void>;
}

const PREFERRED = 'postgres';
// Present nearly everywhere; better than refusing where no account can be created.
const LAST_RESORT = 'nobody';

/**
 * Decides under which account the server runs: the owner of existing data, else `postgres`
 * (created when missing), else `nobody`.
 *
 * @param owner who owns the database's files; absent when there are none yet
 * @throws CodedError `PLATFORM.NO_SERVICE_USER`
 */
export async function chooseServiceUser(
  owner: { uid: number; gid: number } | undefined,
  accounts: Accounts = machineAccounts,
): Promise<ServiceUser> {
  if (owner !== undefined && owner.uid !== 0) return { name: `uid ${owner.uid}`, ...owner };
  const existing = await accounts.find(PREFERRED);
  if (existing !== undefined) return existing;
  await accounts.create(PREFERRED);
  const user = (await accounts.find(PREFERRED)) ?? (await accounts.find(LAST_RESORT));
  if (user === undefined) throw embeddedPostgresErrors.noServiceUser();
  return user;
}

const machineAccounts: Accounts = {
  async find(name) {
    const uid = await numericId('-u', name);
    const gid = await numericId('-g', name);
    return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
  },

  async create(name) {
    const attempts = [
      ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
      // The group may exist without the user.
      ['useradd', '--system', '--gid', name, '--no-create-home', '--shell', '/usr/sbin/nologin', name],
      // BusyBox.
      ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', name],
    ] as const;
    for (const [program, ...args] of attempts) {
      try {
        if ((await runProgram(program, args)).exitCode === 0) return;
      } catch (failure) {
        if (!isSystemError(failure, 'ENOENT', 'EACCES')) throw failure;
      }
    }
  },
};

/** A positive id; macOS gives `nobody` a negative one, under which nothing should be started. */
async function numericId(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  const { exitCode, stdout } = await runProgram('id', [flag, name]);
  const id = Number.parseInt(stdout, 10);
  return exitCode === 0 && id > 0 ? id : undefined;
}
