import { register } from 'node:module';

// `node --import ./test/support/run-typescript.mjs program.ts`: programs of the tests run from their sources, as jest runs them.
register('./typescript-hooks.mjs', import.meta.url);
