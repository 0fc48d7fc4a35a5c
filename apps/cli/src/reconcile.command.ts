import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin reconcile`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerReconcile(program: Command, io: CliIo): void {
  program
    .command('reconcile')
    .description('对账：把已印发各月全部周次从原始记录重算，与已扣发、已更正的金额核对')
    .action(async () => {
      const { runReconcile } = await import('./run-reconcile.js');
      io.setExitStatus(await runReconcile(io));
    });
}
