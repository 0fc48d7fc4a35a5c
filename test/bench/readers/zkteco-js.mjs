import ZktecoJs from 'zkteco-js';
import { report } from './report.mjs';

const clock = new ZktecoJs('127.0.0.1', Number(process.argv[2]), 3_000, 0);
const began = performance.now();
await clock.createSocket();
const { data } = await clock.getAttendances();
report({ ms: performance.now() - began, records: data.length, memoryBytes: 0 });
