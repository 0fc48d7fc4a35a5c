import ZKLib from 'node-zklib';
import { report } from './report.mjs';

const clock = new ZKLib('127.0.0.1', Number(process.argv[2]), 10_000, 0);
const began = performance.now();
await clock.createSocket();
const { data } = await clock.getAttendances();
report({ ms: performance.now() - began, records: data.length, memoryBytes: 0 });
