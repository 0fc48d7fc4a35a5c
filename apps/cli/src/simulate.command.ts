import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin simulate`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerSimulate(program: Command, io: CliIo): void {
  program
    .command('simulate')
    .description('模拟：用一份政策草案重新评定过去各周，列出变化，不写入任何记录')
    .argument('<FILE>', '政策草案（JSON，各项同 POST /policies，未写的取默认）')
    .requiredOption('--from <WEEK>', '第一周，如 2026-W01', parseWeek)
    .requiredOption('--until <WEEK>', '最后一周，如 2026-W45', parseWeek)
    .option('--json', '输出 JSON', false)
    .action(async (file: string, options: { from: string; until: string; json: boolean }) => {
      const { runSimulate } = await import('./run-simulate.js');
      io.setExitStatus(await runSimulate(io, { file, ...options }));
    });
}

function parseWeek(text: string): string {
  if (!/^\d{4}-W\d{2}$/.test(text)) throw new InvalidArgumentError('应写作 2026-W43');
  return text;
}
