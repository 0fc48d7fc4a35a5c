/**
 * Changes the rulebook in a thousand small ways and asks whether an example notices: `npm run mutation`, or
 * `npm run mutation -- -m 'libs/visit-days/src/domain/*.ts,!**\/*.spec.ts'` for a part.
 */
export default {
  mutate: [
    'libs/{assessment,visit-days}/src/domain/**/*.ts',
    'libs/work-calendar/src/**/*.ts',
    '!libs/**/*.spec.ts',
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Modules of a run are never given back: a process that has seen hundreds of mutants spends its time collecting.
  maxTestRunnerReuse: 60,
  // A machine that does other things as well must not look like an endless loop.
  timeoutMS: 30_000,
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'docs', 'out', 'coverage', '.data*', 'docker'],
};
