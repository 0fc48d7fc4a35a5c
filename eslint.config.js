import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { environmentInConfig } from './lint/environment-in-config.js';
import { importBoundaries } from './lint/import-boundaries.js';
import { noAmbientInput } from './lint/no-ambient-input.js';
import { noImportCycle } from './lint/no-import-cycle.js';

const cunqin = {
  rules: {
    'environment-in-config': environmentInConfig,
    'import-boundaries': importBoundaries,
    'no-ambient-input': noAmbientInput,
    'no-import-cycle': noImportCycle,
  },
};

export default defineConfig(
  { ignores: ['dist/', 'out/', 'coverage/', '.data*/'] },
  {
    files: ['**/*.{js,mjs,ts}'],
    plugins: { cunqin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'cunqin/no-import-cycle': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'migrations/**/*.ts'],
    rules: { 'cunqin/import-boundaries': 'error', 'cunqin/environment-in-config': 'error' },
  },
  {
    files: ['libs/platform/src/config/*.ts', '**/*.spec.ts'],
    rules: { 'cunqin/environment-in-config': 'off' },
  },
  {
    files: ['libs/*/src/domain/**/*.ts', 'libs/work-calendar/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'cunqin/no-ambient-input': 'error' },
  },
);
