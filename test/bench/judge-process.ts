import { JudgedTown } from './judge-town.js';

/** Judges a town of so many cadres, clocks and weeks twice; what is left of the first time warms the second. */
const [cadres = 0, clocks = 0, weeks = 0, rounds = 1] = process.argv.slice(2).map(Number);
const town = await JudgedTown.open({ cadres, clocks, weeks });
try {
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await town.judgeAll());
  clearInterval(watch);
  process.send?.({ ms: Math.min(...times), rssBytes: peak });
} finally {
  await town.close();
}
