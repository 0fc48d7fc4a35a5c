import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, SecretBox } from '@cunqin/platform';
import { MonthReportService } from '@cunqin/settlement';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configureHttp } from '../../../api/src/http/configure-http.js';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { CountedIds } from './counted-ids.js';
import { DemoModule } from './demo.module.js';
import { playTown, type TownObserver, townTime } from './play-town.js';
import { DEMO_MONTH } from './town/town-calendar.js';
import { DEMO_SEED, type DemoTown, generateTown } from './town/town.js';
import { NO_STORY } from './town/town-types.js';

/** A clock of each way to be read, and three people who are charged in October. */
const CLOCKS = ['K01', 'K02', 'K10'];
const CADRES = ['C009', 'C025', 'C026'];

const SILENT: TownObserver = {
  roundBegins: () => undefined,
  clockRead: () => undefined,
  roundEnds: () => undefined,
  monthTook: () => undefined,
  objectionDecided: () => undefined,
};

function smallTown(): DemoTown {
  const town = generateTown(DEMO_SEED);
  const isIn = ({ cadreCode }: { cadreCode: string }): boolean => CADRES.includes(cadreCode);
  return {
    ...town,
    clocks: town.clocks.filter(({ key }) => CLOCKS.includes(key)),
    cadres: town.cadres.filter(({ code }) => CADRES.includes(code)),
    enrolments: town.enrolments.filter(isIn).filter(({ clockKey }) => ['all', ...CLOCKS].includes(clockKey)),
    punches: town.punches.filter(({ clockKey }) => CLOCKS.includes(clockKey)),
    checklists: town.checklists.filter(isIn),
    absences: town.absences.filter(isIn),
    story: NO_STORY,
  };
}

/** @returns the code printed on the bulletin, the seal of the ledger, and every paper by its name */
async function play(): Promise<{
  code: string | undefined;
  seal: string | undefined;
  papers: Record<string, string>;
}> {
  const town = smallTown();
  const database = await createTestDatabase();
  const outDir = await mkdtemp(join(tmpdir(), 'cunqin-twice-'));
  const time = townTime();
  const config = {
    ...loadConfig({ CLOCK_NETWORKS: '127.0.0.0/8', ADMIN_PASSWORD: 'demo-password' }),
    township: town.township,
  };
  const secrets = new SecretBox('0123456789abcdef0123456789abcdef');
  const app = await NestFactory.create<NestExpressApplication>(
    DemoModule.within({ config, databaseUrl: database.url, time, secrets, ids: new CountedIds() }),
    { logger: ['error'], bodyParser: false, abortOnError: false },
  );
  try {
    configureHttp(app);
    await app.listen(0, '127.0.0.1');
    const { emulated, files } = await playTown(app, town, time, SILENT, outDir);
    await emulated.switchOff();
    const month = await app.get(MonthReportService).issued(DEMO_MONTH);
    const papers: Record<string, string> = {};
    for (const file of files) papers[basename(file)] = (await readFile(file)).toString('base64');
    return { code: month?.verificationCode, seal: month?.ledgerSeal?.hash, papers };
  } finally {
    await app.close();
    await database.drop();
    await rm(outDir, { recursive: true, force: true });
  }
}

describe('two towns of one seed', () => {
  it('have the same seal, the same verification code and the same papers to the byte', async () => {
    const first = await play();
    expect(first.code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    expect(Object.keys(first.papers)).toHaveLength(6);
    expect(await play()).toEqual(first);
  }, 300_000);
});
