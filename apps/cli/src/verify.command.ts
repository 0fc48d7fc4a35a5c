import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin verify`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerVerify(program: Command, io: CliIo): void {
  program
    .command('verify')
    .description('逐条重算账本的哈希链（DATABASE_URL，未设置时为自带的数据库）')
    .action(async () => {
      const { runVerify } = await import('./run-verify.js');
      io.setExitStatus(await runVerify(io));
    });
}
