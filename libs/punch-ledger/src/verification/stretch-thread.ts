import { parentPort, workerData } from 'node:worker_threads';
import { databaseOptions } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import type { StretchAnswer } from './stretch-pool.js';
import { type Stretch, verifyStretch } from './verify-stretch.js';

/** A thread of `cunqin verify --cores N`: takes stretches one by one and answers what it found. */
const port = parentPort;
if (port !== null) {
  const { databaseUrl } = workerData as { readonly databaseUrl: string };
  const dataSource = new DataSource(databaseOptions(databaseUrl, { poolSize: 2 }));
  const connected = dataSource.initialize();
  const answer = async (stretch: Stretch): Promise<StretchAnswer> => {
    try {
      await connected;
      return { result: await verifyStretch(dataSource, stretch) };
    } catch (failure) {
      return { failure: failure instanceof Error ? failure.message : String(failure) };
    }
  };
  port.on('message', (stretch: Stretch) => {
    void answer(stretch).then((said) => port.postMessage(said));
  });
}
