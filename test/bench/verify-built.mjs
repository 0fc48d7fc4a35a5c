import { databaseOptions, SystemTime } from '../../dist/libs/platform/src/index.js';
import { VerifyLedgerService } from '../../dist/libs/punch-ledger/src/index.js';
import { DataSource } from 'typeorm';
import { peakMemory } from './peak-memory.mjs';

// Threads run only from the built program, so this is what the benchmark starts: `verify-built.mjs URL CORES`.
const [url, cores] = process.argv.slice(2);
const dataSource = new DataSource(databaseOptions(url, { poolSize: 2 }));
await dataSource.initialize();
const idle = peakMemory();
const began = performance.now();
const { ok, punches, entries } = await VerifyLedgerService.on(dataSource, new SystemTime()).verify({
  cores: Number(cores),
});
const ms = performance.now() - began;
await dataSource.destroy();
process.send({ ok, punches, entries, ms, bytes: peakMemory() - idle }, () => process.disconnect());
