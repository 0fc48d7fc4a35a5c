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

/** Printed as themselves: `${date}` is `2026-10-20`. */
const temporalTypes = ['Instant', 'PlainDate', 'PlainDateTime', 'PlainTime', 'PlainYearMonth'];

export default defineConfig(
  { ignores: ['dist/', 'out/', 'coverage/', '.data*/', '.stryker-tmp/'] },
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
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['methods', 'asyncMethods'] }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        {
          allowNumber: true,
          allow: [
            { from: 'package', package: 'temporal-spec', name: temporalTypes },
            { from: 'file', name: 'IsoWeek' },
          ],
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      // A field of a DTO keeps its type: Nest reads it at run time.
      '@typescript-eslint/no-inferrable-types': 'off',
      // DTO classes are shapes: controllers spread what came in and answer with plain objects.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // exceljs and pg describe enums that do not exist at run time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // It does not see what another callback sets across an `await`, nor what a library's types promise wrongly.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `reflect<T>(key)` names the type of something read by name: the caller knows, nobody else can.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // `current === null || current.id !== id` reads as what it refuses.
      '@typescript-eslint/prefer-optional-chain': 'off',
      // An interface may be asynchronous where one of its implementations is not.
      '@typescript-eslint/require-await': 'off',
      // It would turn `as T` into `!`, which no-non-null-assertion refuses.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  {
    // An HTTP answer in a test is `any`; the expectation beside it is its check.
    files: ['**/*.spec.ts', '**/testing/*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Bytes at offsets whose bounds have just been checked, and rows a test has just made.
    files: ['libs/clock-protocol/src/**/*.ts', '**/*.spec.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // A request to a clock is an object literal that is taken apart: its functions know no `this`.
    files: ['libs/clock-protocol/src/node-zklib/node-zklib-connection.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
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
