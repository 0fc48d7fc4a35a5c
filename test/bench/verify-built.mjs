import { readFileSync } from 'node:fs';
import { databaseOptions, SystemTime } from '../../dist/libs/platform/src/index.js';
import { VerifyLedgerService } from '../../dist/libs/punch-ledger/src/index.js';
import { DataSource } from 'typeorm';

// Threads run only from the built program, so this is what the benchmark starts: `verify-built.mjs URL CORES`.
const [url, cores] = process.argv.slice(2);
const dataSource = new DataSource(databaseOptions(url, { poolSize: 2 }));
await dataSource.initialize();
const idle = peak();
const began = performance.now();
const { ok, punches, entries } = await VerifyLedgerService.on(dataSource, new SystemTime()).verify({
  cores: Number(cores),
});
const ms = performance.now() - began;
await dataSource.destroy();
process.send({ ok, punches, entries, ms, bytes: peak() - idle }, () => process.disconnect());

/** The most memory this process ever had, in bytes. `maxRSS` of a Linux child begins with what its parent had. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
