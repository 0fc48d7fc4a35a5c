import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WeekAssessmentRepository } from '@cunqin/assessment';
import { loadConfig, SecretBox } from '@cunqin/platform';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configureHttp } from '../../../api/src/http/configure-http.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { CountedIds } from './counted-ids.js';
import { DemoModule } from './demo.module.js';
import type { EmulatedTown } from './emulated-town.js';
import { TownPage } from './page/town-page.js';
import { type PlayedTown, playTown, type TownObserver, townTime } from './play-town.js';
import { type TownFigures, townFigures } from './town-figures.js';
import { expectTown } from './town/expected-town.js';
import { DEMO_READ_TIMES, DEMO_WEEKS } from './town/town-calendar.js';
import { DEMO_SEED, generateTown } from './town/town.js';

/** What lies in `out/` at the end, and how such a file begins. */
const PAPERS = [
  '2026-W43-周汇总表.xlsx',
  '2026-10-通报.docx',
  '2026-10-通报.xlsx',
  '2026-10-公示.docx',
  '2026-10-扣发表.xlsx',
  '2026-10-扣发表.csv',
];
const ZIP = 'PK';
const UTF8_MARK = '\ufeff';

const weeks = DEMO_WEEKS.map(({ week }) => week);

describe('the demo town, played through the whole pipeline', () => {
  const town = generateTown(DEMO_SEED);
  const rounds: { time: string; read: number; silent: string[] }[] = [];
  const steps: { on: string; to: string; state: string }[] = [];
  const observer: TownObserver = {
    roundBegins: (time) => rounds.push({ time, read: 0, silent: [] }),
    clockRead: ({ name, error }) => {
      const round = rounds.at(-1);
      if (!round) return;
      if (error === null) round.read += 1;
      else round.silent.push(name);
    },
    roundEnds: () => undefined,
    objectionDecided: ({ cadreCode, upheld }) => decided.push({ cadreCode, upheld }),
    monthTook: ({ at, to }, { state }) => steps.push({ on: at.slice(0, 10), to, state }),
  };
  const decided: { cadreCode: string; upheld: boolean }[] = [];
  let database: TestDatabase;
  let outDir: string;
  let app: NestExpressApplication;
  let emulated: EmulatedTown;
  let files: readonly string[];
  let receipt: PlayedTown['receipt'];
  let figures: TownFigures;

  beforeAll(async () => {
    database = await createTestDatabase();
    outDir = await mkdtemp(join(tmpdir(), 'cunqin-demo-'));
    const time = townTime();
    const config = {
      ...loadConfig({ CLOCK_NETWORKS: '127.0.0.0/8', ADMIN_PASSWORD: 'demo-password' }),
      township: town.township,
    };
    const secrets = new SecretBox('0123456789abcdef0123456789abcdef');
    app = await NestFactory.create<NestExpressApplication>(
      DemoModule.within({ config, databaseUrl: database.url, time, secrets, ids: new CountedIds() }),
      {
        logger: ['error'],
        bodyParser: false,
        abortOnError: false,
      },
    );
    configureHttp(app);
    await app.listen(0, '127.0.0.1');
    ({ emulated, files, receipt } = await playTown(app, town, time, observer, outDir));
    figures = await townFigures(app, weeks);
  }, 300_000);

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
    expect(await app.get(VerifyLedgerService).verify()).toMatchObject({
      clocks: town.clocks.length,
      punches: distinct.reduce((sum, count) => sum + count, 0),
      ok: true,
      broken: [],
      records: [],
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
      expect(sentence).toMatch(
        /^本周应下村\d天，实际\d天.*(计\d次，(扣发\d+元|不扣发|经复核不扣发)|暂不评定（.+）)。$/,
      );
    }
  });

  it('closes October on the days of the worked calendar', () => {
    expect(steps).toEqual(
      [
        { on: '2026-11-02', to: 'checking' },
        { on: '2026-11-05', to: 'notice' },
        { on: '2026-11-12', to: 'approved' },
        { on: '2026-11-13', to: 'issued' },
      ].map((step) => ({ ...step, state: step.to })),
    );
    expect(figures.month.weeks).toEqual(['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44']);
    expect(figures.month.docNo).toBe('官办发〔2026〕11号');
  });

  it('charges in October what the independent reading says, under each one’s ceiling', () => {
    const october = expectTown(town).filter(({ month }) => month === '2026-10');
    const expected = town.cadres.flatMap(({ code, postSubsidyFen }) => {
      const missed = october.filter(({ cadreCode, misses }) => cadreCode === code && misses > 0);
      const computedFen = missed.reduce((sum, { deductionFen }) => sum + deductionFen, 0);
      const deductedFen = Math.min(computedFen, postSubsidyFen);
      const weeksMissed = missed.map(({ week }) => week).sort();
      const line = { cadreCode: code, weeks: weeksMissed, misses: missed.length, computedFen, deductedFen };
      return missed.length === 0 ? [] : [line];
    });
    const charged = figures.month.charged.map(({ cadreCode, weeks: own, misses, ...money }) => {
      const { computedFen, deductedFen } = money;
      return { cadreCode, weeks: own, misses, computedFen, deductedFen };
    });
    expect(charged).toEqual(expected);
    expect(charged.length).toBeGreaterThan(3);
    expect(figures.month.totals).toMatchObject({
      persons: expected.length,
      misses: expected.reduce((sum, { misses }) => sum + misses, 0),
      netFen: expected.reduce((sum, { deductedFen }) => sum + deductedFen, 0),
      undetermined: 0,
    });
    expect(figures.booksAgree).toBe(true);
  });

  it('hears the leader decide on both objections, and charges nobody whose objection was upheld', () => {
    expect(decided).toEqual(town.story.objections.map(({ cadreCode, upheld }) => ({ cadreCode, upheld })));
    const charged = figures.month.charged.flatMap(({ cadreCode, weeks: own }) =>
      own.map((week) => `${cadreCode} ${week}`),
    );
    for (const { cadreCode, week, upheld } of town.story.objections) {
      expect(charged.includes(`${cadreCode} ${week}`)).toBe(!upheld);
    }
  });

  it('hears from payroll that everybody was withheld what the bulletin says', () => {
    const paying = figures.month.charged.filter(({ deductedFen }) => deductedFen > 0);
    expect(receipt).toMatchObject({ matched: paying.length, differences: [] });
  });

  it('shows a visitor at / who was charged in October and why, on a page without script or foreign asset', async () => {
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    expect(await (await fetch(`${url}/`)).text()).toContain('正在过它的十二周');
    app.get(TownPage).show({ townshipName: town.township.name, weeks, figures });
    const answer = await fetch(`${url}/`);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await answer.text();
    for (const { sentence } of figures.charges) expect(html).toContain(sentence);
    for (const { name } of figures.cadres) expect(html).toContain(name);
    expect(html).toContain(figures.month.verificationCode);
    expect(html).not.toMatch(/<script|<img|<link|src=|href="(?!\/)/);
  });

  it('writes the summary of week 43, and bulletin and deduction sheet of October', async () => {
    expect(files).toEqual(PAPERS.map((name) => join(outDir, name)));
    for (const file of files) {
      const text = (await readFile(file)).toString('utf8');
      expect(text.startsWith(file.endsWith('.csv') ? UTF8_MARK : ZIP)).toBe(true);
    }
  });
});
