import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';

const root = new URL('../../', import.meta.url).pathname;

/** The repository's own configuration with its own rules; types are not needed for them, and slow. */
const linter = new ESLint({
  cwd: root,
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId.startsWith('cunqin/'),
});

/** The rules that a file of the repository would break if this were its text. */
async function brokenRules(path: string, code: string): Promise<string[]> {
  const [result] = await linter.lintText(code, { filePath: `${root}${path}` });
  if (result === undefined) throw new Error(`${path} is not linted at all`);
  return result.messages.map(({ ruleId, message }) => ruleId ?? message);
}

const IMPORTS = 'cunqin/import-boundaries';
const CYCLE = 'cunqin/no-import-cycle';
const AMBIENT = 'cunqin/no-ambient-input';
const ENVIRONMENT = 'cunqin/environment-in-config';

const rosterService = 'libs/roster/src/new.service.ts';
const judge = 'libs/assessment/src/domain/new-rule.ts';
const wire = 'libs/clock-protocol/src/wire/new-packet.ts';
const newMigration = 'migrations/1763799999999-new.ts';

describe('a lib', () => {
  it.each([
    ['imports a lib before it', rosterService, `import { CodedError } from '@cunqin/platform';`],
    [
      'imports coded errors by their own door',
      rosterService,
      `import { CodedError } from '@cunqin/platform/errors';`,
    ],
    ['imports its own files', rosterService, `import { Cadre } from './entities/cadre.entity.js';`],
    [
      'lends a test database to its specs',
      'libs/roster/src/new.spec.ts',
      `import '../../../test/support/test-database.js';`,
    ],
    [
      'may import the first lib from the last',
      'libs/bulletins/src/new.ts',
      `import { TimeSource } from '@cunqin/platform';`,
    ],
  ])('%s', async (_, path, code) => {
    expect(await brokenRules(path, code)).toEqual([]);
  });

  it.each([
    ['a lib after it', rosterService, `import { PoliciesService } from '@cunqin/assessment';`],
    ['a lib after it for a type', rosterService, `import type { Policy } from '@cunqin/assessment';`],
    [
      'a lib after it by an import type',
      rosterService,
      `export type P = import('@cunqin/assessment').Policy;`,
    ],
    ['a lib after it by a re-export', rosterService, `export * from '@cunqin/assessment';`],
    ['a lib after it by import()', rosterService, `export const late = () => import('@cunqin/assessment');`],
    ['a module whose name is computed', rosterService, `export const any = (name: string) => import(name);`],
    ['a lib after it in its spec', 'libs/roster/src/new.spec.ts', `import '@cunqin/assessment';`],
    ['a lib that the order does not name', rosterService, `import '@cunqin/payroll';`],
    ['a file behind the front door', rosterService, `import '@cunqin/platform/src/config/config.js';`],
    ['a file of another lib by its path', rosterService, `import '../../platform/src/index.js';`],
    ['itself through its front door', rosterService, `import { Cadre } from '@cunqin/roster';`],
    ['an app', rosterService, `import '../../../apps/api/src/serve-http.js';`],
    ['a migration', rosterService, `import '../../../migrations/index.js';`],
    ['a test database outside of tests', rosterService, `import '../../../test/support/test-database.js';`],
    [
      'a test factory outside of tests',
      'libs/bulletins/src/new.ts',
      `import './testing/summary.factory.js';`,
    ],
  ])('may not import %s', async (_, path, code) => {
    expect(await brokenRules(path, code)).toEqual([IMPORTS]);
  });

  it('that the order does not name may import nothing of ours', async () => {
    expect(await brokenRules('libs/payroll/src/new.ts', `import '@cunqin/platform';`)).toEqual([IMPORTS]);
  });
});

describe('clock-protocol', () => {
  it.each([
    ['Nest', `import { Injectable } from '@nestjs/common';`],
    ['TypeORM', `import { DataSource } from 'typeorm';`],
    ['a database driver', `import pg from 'pg';`],
    ['a lib before it', `import { CodedError } from '@cunqin/platform/errors';`],
    ['a lib after it', `import { Cadre } from '@cunqin/roster';`],
  ])('may not import %s', async (_, code) => {
    expect(await brokenRules(wire, code)).toEqual([IMPORTS]);
  });

  it('imports sockets, Temporal and itself', async () => {
    const code = `import 'node:net'; import 'temporal-polyfill'; import './commands.js';`;
    expect(await brokenRules(wire, code)).toEqual([]);
  });
});

describe('a domain', () => {
  it.each([
    ['its own files', `import type { Policy } from './policy.js';`],
    ['the catalogue of errors beside its lib', `import { assessmentErrors } from '../assessment-errors.js';`],
    ['the calendar', `import { IsoWeek } from '@cunqin/work-calendar';`],
    ['what an upstream domain made', `import { pairPunches } from '@cunqin/visit-days';`],
    ['coded errors', `import { CodedError } from '@cunqin/platform/errors';`],
    ['a type of the wire', `import type { ClockPunch } from '@cunqin/clock-protocol';`],
    ['zod, Temporal and a hash', `import 'zod'; import 'temporal-polyfill'; import 'node:crypto';`],
  ])('imports %s', async (_, code) => {
    expect(await brokenRules(judge, code)).toEqual([]);
  });

  it.each([
    ['Nest', `import { Injectable } from '@nestjs/common';`],
    ['TypeORM', `import type { DataSource } from 'typeorm';`],
    ['a database driver', `import pg from 'pg';`],
    ['files', `import { readFileSync } from 'node:fs';`],
    [
      'the repository beside it',
      `import { WeekAssessmentRepository } from '../week-assessment.repository.js';`,
    ],
    ['configuration', `import { loadConfig } from '@cunqin/platform';`],
    ['an upstream service', `import { CadresService } from '@cunqin/roster';`],
    [
      'an upstream service among domain names',
      `import { pairPunches, VisitDaysModule } from '@cunqin/visit-days';`,
    ],
    ['a whole upstream lib', `import * as visits from '@cunqin/visit-days';`],
    ['a downstream domain', `import type { WeekFigures } from '@cunqin/bulletins';`],
    ['the running wire', `import { ZkDriver } from '@cunqin/clock-protocol';`],
  ])('may not import %s', async (_, code) => {
    expect(await brokenRules(judge, code)).toEqual([IMPORTS]);
  });

  it('is the whole of work-calendar, and so are error catalogues', async () => {
    const code = `import { DataSource } from 'typeorm';`;
    expect(await brokenRules('libs/work-calendar/src/new.ts', code)).toEqual([IMPORTS]);
    expect(await brokenRules('libs/roster/src/roster-errors.ts', code)).toEqual([IMPORTS]);
  });

  it.each([
    ['the time', `export const now = Date.now();`],
    ['the time as a Date', `export const now = new Date();`],
    [
      'the time through Temporal',
      `import { Temporal } from 'temporal-polyfill'; export const now = Temporal.Now.instant();`,
    ],
    ['the time since the start', `export const now = performance.now();`],
    ['chance', `export const one = Math.random();`],
    ['the process', `export const on = process.platform;`],
  ])('may not ask for %s', async (_, code) => {
    expect(await brokenRules(judge, code)).toEqual([AMBIENT]);
  });

  it('takes the time as an argument', async () => {
    const code = `import type { Temporal } from 'temporal-polyfill'; export const isLate = (now: Temporal.Instant, due: Temporal.Instant) => now > due;`;
    expect(await brokenRules(judge, code)).toEqual([]);
  });

  it('has specs that may read fixtures and make dates', async () => {
    const code = `import { readFileSync } from 'node:fs'; export const facts = readFileSync('facts.json'); export const now = Date.now();`;
    expect(await brokenRules('libs/assessment/src/domain/new-rule.spec.ts', code)).toEqual([]);
  });
});

describe('the environment', () => {
  it.each([
    ['process.env', `export const port = process.env.PORT;`],
    ['process["env"]', `export const port = process['env'].PORT;`],
    ['globalThis.process.env', `export const port = globalThis.process.env.PORT;`],
    ['a part taken out of process', `export const { env } = process;`],
    ['node:process', `import { env } from 'node:process'; export const port = env.PORT;`],
  ])('may not be read in a lib or an app by %s', async (_, code) => {
    expect(await brokenRules('libs/clocks/src/new.service.ts', code)).toEqual([ENVIRONMENT]);
    expect(await brokenRules('apps/worker/src/new.ts', code)).toEqual([ENVIRONMENT]);
  });

  it('is read by the configuration', async () => {
    expect(await brokenRules('libs/platform/src/config/new.ts', `export const env = process.env;`)).toEqual(
      [],
    );
  });
});

describe('an app', () => {
  it.each([
    ['every lib', 'apps/api/src/new.ts', `import '@cunqin/bulletins'; import '@cunqin/platform';`],
    [
      'api, worker and migrations as standalone',
      'apps/standalone/src/new.ts',
      `import '../../api/src/serve-http.js'; import '../../worker/src/jobs.module.js'; import '../../../migrations/index.js';`,
    ],
    ['migrations as the command line', 'apps/cli/src/new.ts', `import '../../../migrations/index.js';`],
  ])('imports %s', async (_, path, code) => {
    expect(await brokenRules(path, code)).toEqual([]);
  });

  it.each([
    ['another app', 'apps/api/src/new.ts', `import '../../worker/src/jobs.module.js';`],
    [
      'the standalone program',
      'apps/worker/src/new.ts',
      `import '../../standalone/src/standalone.module.js';`,
    ],
    ['migrations when it serves', 'apps/api/src/new.ts', `import '../../../migrations/index.js';`],
    ['a file inside a lib', 'apps/api/src/new.ts', `import '../../../libs/roster/src/cadres.service.js';`],
  ])('may not import %s', async (_, path, code) => {
    expect(await brokenRules(path, code)).toEqual([IMPORTS]);
  });
});

describe('a migration', () => {
  it('imports TypeORM and nothing that may change under it', async () => {
    expect(await brokenRules(newMigration, `import type { QueryRunner } from 'typeorm';`)).toEqual([]);
    expect(await brokenRules(newMigration, `import '@cunqin/roster';`)).toEqual([IMPORTS]);
    expect(await brokenRules(newMigration, `import '../apps/api/src/serve-http.js';`)).toEqual([IMPORTS]);
    expect(await brokenRules(newMigration, `import 'zod';`)).toEqual([IMPORTS]);
  });
});

describe('an import cycle', () => {
  it('is refused over one file', async () => {
    const code = `import type { CadresService } from './cadres.service.js';`;
    expect(await brokenRules('libs/roster/src/roster-errors.ts', code)).toContain(CYCLE);
  });

  it('is refused over several files, types included', async () => {
    const code = `export type { RosterModule } from './roster.module.js';`;
    expect(await brokenRules('libs/roster/src/constraint-violations.ts', code)).toEqual([CYCLE]);
  });

  it('is refused when a file imports itself', async () => {
    expect(
      await brokenRules('libs/roster/src/villages.service.ts', `import './villages.service.js';`),
    ).toEqual([CYCLE]);
  });

  it('is not what two ways to one file are', async () => {
    const code = `import './entities/cadre.entity.js'; import './cadres.service.js';`;
    expect(await brokenRules('libs/roster/src/roster.module.ts', code)).toEqual([]);
  });
});
