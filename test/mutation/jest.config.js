import config from '../../jest.config.js';

// Pure functions need no database.
const { globalSetup: _, globalTeardown: __, reporters: ___, moduleNameMapper, ...rest } = config;

/**
 * The specs of the rulebook alone, for the mutation run.
 *
 * @type {import('jest').Config}
 */
export default {
  ...rest,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/mutation/rules.ts'],
  moduleNameMapper: {
    '^@cunqin/visit-days$': '<rootDir>/test/mutation/visit-days.ts',
    ...moduleNameMapper,
  },
};
