import { join } from 'node:path';
import { findPostgres } from '../../libs/platform/src/embedded-postgres/postgres-binaries.js';
import { runProgram } from '../../libs/platform/src/embedded-postgres/run-program.js';
import { chooseServiceUser } from '../../libs/platform/src/embedded-postgres/service-user.js';

/** Runs statements, one a line, on the stopped embedded server in `dataDir`: its superuser cannot sign in. */
export async function runAsSuperuser(dataDir: string, statements: readonly string[]): Promise<void> {
  const user = process.getuid?.() === 0 ? await chooseServiceUser(undefined) : undefined;
  const { postgres } = await findPostgres(user);
  const { exitCode, stderr } = await runProgram(
    postgres,
    ['--single', '-D', join(dataDir, 'postgres'), '-c', 'exit_on_error=on', 'cunqin'],
    { as: user, input: statements.map((statement) => `${statement};\n`).join('') },
  );
  if (exitCode !== 0) throw new Error(stderr);
}
