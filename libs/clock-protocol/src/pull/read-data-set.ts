import type { DataSetName, DataSets } from './data-sets.js';

/** The data of command 1503: which set to prepare. */
export function dataSetRequest(readCommand: number, filter: number): Buffer {
  const request = Buffer.alloc(11);
  request[0] = 1;
  request.writeUInt16LE(readCommand, 1);
  request.writeUInt32LE(filter, 3);
  return request;
}

/** A whole data set at once, size word included: for sets that are small. */
export async function readDataSet(sets: DataSets, name: DataSetName): Promise<Buffer> {
  const set = await sets.offer(name);
  const pieces: Buffer[] = [];
  for (let start = 0; start < set.bytes; start += set.maxFetchBytes) {
    pieces.push(await set.fetch(start, Math.min(set.maxFetchBytes, set.bytes - start)));
  }
  await set.release();
  return Buffer.concat(pieces);
}
