#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { EXIT, processIo, type CliIo } from './cli-io.js';
import { registerBackup } from './backup.command.js';
import { registerEmulate } from './emulate.command.js';
import { registerExport } from './export.command.js';
import { registerImport } from './import.command.js';
import { registerMigrate } from './migrate.command.js';
import { registerProbe } from './probe.command.js';
import { registerRead } from './read.command.js';
import { registerRestore } from './restore.command.js';
import { registerReconcile } from './reconcile.command.js';
import { registerSimulate } from './simulate.command.js';
import { registerVerify } from './verify.command.js';

/** The program with all its commands. */
function buildProgram(io: CliIo): Command {
  const program = new Command('cunqin').description('村勤：打卡机与账本的命令行').exitOverride();
  registerProbe(program, io);
  registerRead(program, io);
  registerEmulate(program, io);
  registerImport(program, io);
  registerMigrate(program, io);
  registerVerify(program, io);
  registerExport(program, io);
  registerBackup(program, io);
  registerRestore(program, io);
  registerReconcile(program, io);
  registerSimulate(program, io);
  return program;
}

const io = processIo();
try {
  await buildProgram(io).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  io.setExitStatus(error.exitCode === 0 ? EXIT.good : EXIT.usage);
}
