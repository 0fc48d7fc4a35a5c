import { ZkDriver } from '@cunqin/clock-protocol';
import { report } from './report.mjs';

const SAMPLE_MS = 5;

/** Reads a log once and lets the punches go, as a consumer that stores them would. */
const port = Number(process.argv[2]);
const driver = new ZkDriver({ transport: 'tcp' });

// A first conversation loads all that is loaded late: idle is what the process needs to do nothing.
await driver.probe({ host: '127.0.0.1', port });
const idleRss = process.memoryUsage.rss();
let peakRss = idleRss;
const sample = (): void => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
};
const sampling = setInterval(sample, SAMPLE_MS);

let records = 0;
const began = performance.now();
await driver.read({ host: '127.0.0.1', port }, (batch) => {
  records += batch.length;
  sample();
});
const ms = performance.now() - began;
sample();
clearInterval(sampling);
report({ ms, records, memoryBytes: peakRss - idleRss });
