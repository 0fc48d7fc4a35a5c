import { loadConfig, runProgram } from '@cunqin/platform';
import { startStandalone } from './start-standalone.js';

await runProgram(() => startStandalone(loadConfig()));
