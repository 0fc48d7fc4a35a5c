import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WeekAssessmentRepository } from '@cunqin/assessment';
import { AdjustableTime, loadConfig, SecretBox } from '@cunqin/platform';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configureHttp } from '../../../api/src/http/configure-http.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { DemoModule } from './demo.module.js';
import { type EmulatedTown, townInstant } from './emulated-town.js';
import { playTown, type TownObserver } from './play-town.js';
import { type TownFigures, townFigures } from './town-figures.js';
import { expectTown } from './town/expected-town.js';
import { DEMO_READ_TIMES, DEMO_WEEKS } from './town/town-calendar.js';
import { DEMO_SEED, generateTown } from './town/town.js';

const weeks = DEMO_WEEKS.map(({ week }) => week);

describe('the demo town, played through the whole pipeline', () => {
  const town = generateTown(DEMO_SEED);
  const rounds: { time: string; read: number; silent: string[] }[] = [];
  const observer: TownObserver = {
    roundBegins: (time) => rounds.push({ time, read: 0, silent: [] }),
    clockRead: ({ name, error }) => {
      const round = rounds.at(-1);
      if (!round) return;
      if (error === null) round.read += 1;
      else round.silent.push(name);
    },
    roundEnds: () => undefined,
  };
  let database: TestDatabase;
  let outDir: string;
  let app: NestExpressApplication;
  let emulated: EmulatedTown;
  let files: readonly string[];
  let figures: TownFigures;

  beforeAll(async () => {
    database = await createTestDatabase();
    outDir = await mkdtemp(join(tmpdir(), 'cunqin-demo-'));
    const time = new AdjustableTime(townInstant('2026-08-17T07:00:00'));
    const config = {
      ...loadConfig({ CLOCK_NETWORKS: '127.0.0.0/8', ADMIN_PASSWORD: 'demo-password' }),
      township: town.township,
    };
    const secrets = new SecretBox('0123456789abcdef0123456789abcdef');
    app = await NestFactory.create<NestExpressApplication>(
      DemoModule.within({ config, databaseUrl: database.url, time, secrets }),
      {
        logger: ['error'],
        bodyParser: false,
        abortOnError: false,
      },
    );
    configureHttp(app);
    await app.listen(0, '127.0.0.1');
    ({ emulated, files } = await playTown(app, town, time, observer, outDir));
    figures = await townFigures(app, weeks);
  }, 90_000);

  afterAll(async () => {
    await emulated.switchOff();
    await app.close();
    await database.drop();
    await rm(outDir, { recursive: true, force: true });
  });

  it('judges every cadre-week as the independent reading of the rule does', async () => {
    const judged = (
      await Promise.all(weeks.map((week) => app.get(WeekAssessmentRepository).ofWeek(week)))
    ).flatMap((week) =>
      week.map(({ cadreCode, week: label, month, category, verdict, visitDays, quota, ...rest }) => ({
        ...{ cadreCode, week: label, month, category, verdict, visitDays, quota },
        availableWorkdays: rest.availableWorkdays,
        misses: rest.misses,
        deductionFen: rest.deductionFen,
        reasons: rest.reasons.map(({ code }) => code),
      })),
    );
    const byWeekAndCadre = (a: { week: string; cadreCode: string }, b: typeof a): number =>
      a.week.localeCompare(b.week) || a.cadreCode.localeCompare(b.cadreCode);
    expect(judged.sort(byWeekAndCadre)).toEqual([...expectTown(town)].sort(byWeekAndCadre));
    expect(judged.some(({ verdict }) => verdict === 'missed')).toBe(true);
  });

  it('has every punch of every clock in the ledger, once, in unbroken chains', async () => {
    const distinct = town.punches.map(
      ({ log }) =>
        new Set(
          log.map((punch) => [punch.number, punch.clockTime, punch.verifyMode, punch.punchState].join()),
        ).size,
    );
    expect(await app.get(VerifyLedgerService).verify()).toEqual({
      clocks: town.clocks.length,
      punches: distinct.reduce((sum, count) => sum + count, 0),
      ok: true,
      broken: [],
      sealBroken: null,
    });
  });

  it('reads every clock in every round, but for the one whose network is down', () => {
    expect(rounds.map(({ time }) => time)).toEqual(DEMO_READ_TIMES);
    for (const { time, read, silent } of rounds) {
      const down = town.clocks.filter(({ networkDown }) =>
        networkDown.some(({ from, until }) => from <= time && time < until),
      );
      expect(silent).toEqual(down.map(({ name }) => name));
      expect(read).toBe(town.clocks.length - down.length);
    }
    expect(rounds.some(({ silent }) => silent.length > 0)).toBe(true);
  });

  it('prints the sums of the assessments, and a reason for every charge', () => {
    const expected = expectTown(town).filter(
      ({ verdict }) => verdict === 'missed' || verdict === 'undetermined',
    );
    expect(figures.charges.map(({ week }) => week).sort()).toEqual(expected.map(({ week }) => week).sort());
    for (const { sentence } of figures.charges) {
      expect(sentence).toMatch(/^本周应下村\d天，实际\d天.*(计\d次，(扣发\d+元|不扣发)|暂不评定（.+）)。$/);
    }
  });

  it('writes the summary of week 43', async () => {
    expect(files).toEqual([join(outDir, '2026-W43-周汇总表.xlsx')]);
    expect((await readFile(files[0] ?? '')).subarray(0, 2).toString()).toBe('PK');
  });
});
