import { fuzz, TARGETS } from './fuzz.js';

/** Runs in a process of its own, with a heap it cannot outgrow: `worker.ts SEED FROM COUNT` for every target. */
const [seed = 1, from = 0, count = 0] = process.argv.slice(2).map(Number);
let peakRss = 0;

for (const target of TARGETS) {
  const began = performance.now();
  const report = await fuzz(target, seed, from, count, (at) => {
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
    process.send?.({ kind: 'progress', target: target.name, at });
  });
  const ms = performance.now() - began;
  process.send?.({ kind: 'report', target: target.name, ms, peakRss, ...report });
}
process.disconnect();
