import { deductionFiles } from '../../libs/bulletins/src/deduction-files.js';
import { chargedBatch } from './charged-batch.js';
import { peakMemory } from './peak-memory.mjs';

/** Makes every file of a batch in which so many cadres are charged; tells the parent its time and its memory. */
const input = chargedBatch(Number(process.argv[2]));
const started = performance.now();
const files = await deductionFiles(input);
const milliseconds = performance.now() - started;
const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
process.send?.({ milliseconds, bytes, peakBytes: peakMemory() });
