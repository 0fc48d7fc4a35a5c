import { LedgerStore, logOf } from './ledger-store.js';

/** What an append keeps in memory beyond the log that is appended, at its worst, with what waits to be collected. */
const store = await LedgerStore.open();
try {
  await store.append(await store.addClock(), logOf(5000));
  const log = logOf(Number(process.argv[2]));
  const clockId = await store.addClock();
  const before = used();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, used())), 5);
  await store.append(clockId, log);
  clearInterval(watch);
  process.send?.({ bytes: peak - before });
} finally {
  await store.close();
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
