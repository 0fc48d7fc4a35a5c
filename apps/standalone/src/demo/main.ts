import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  loadConfig,
  loadSecretBox,
  migrateDatabase,
  openDatabase,
  recreateDatabase,
  type RunningProgram,
  runProgram,
} from '@cunqin/platform';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { migrations } from '../../../../migrations/index.js';
import { serveHttp } from '../../../api/src/serve-http.js';
import { CountedIds } from './counted-ids.js';
import { DemoModule } from './demo.module.js';
import { TownPage } from './page/town-page.js';
import { playTown, townTime } from './play-town.js';
import { printFigures, printProgress, printReceipt } from './print-town.js';
import { townFigures } from './town-figures.js';
import { DEMO_WEEKS } from './town/town-calendar.js';
import { DEMO_SEED, generateTown } from './town/town.js';

const ADMIN_PASSWORD = 'cunqin-demo';

const write = (text: string): void => void process.stdout.write(text);

/** The demo town: on a database of its own, made anew at every start, so that the same seed gives the same figures. */
async function startDemo(once: boolean): Promise<RunningProgram> {
  const town = generateTown(DEMO_SEED);
  const own = loadConfig();
  const config = {
    ...own,
    dataDir: join(own.dataDir, 'demo'),
    databaseUrl: undefined,
    queueUrl: undefined,
    adminPassword: own.adminPassword ?? ADMIN_PASSWORD,
    clockNetworks: ['127.0.0.0/8'],
    township: town.township,
  };
  write(
    `${town.township.name}：${town.villages.length}个村，${town.cadres.length}名干部，${DEMO_WEEKS.length}周。正在启动数据库……\n`,
  );
  const database = await openDatabase(config);
  await recreateDatabase(database.databaseUrl);
  await migrateDatabase(database.databaseUrl, migrations);
  const time = townTime();
  const secrets = await loadSecretBox(config);
  const app = await NestFactory.create<NestExpressApplication>(
    DemoModule.within({ config, databaseUrl: database.databaseUrl, time, secrets, ids: new CountedIds() }),
    { logger: ['error'], bodyParser: false, abortOnError: false },
  );
  await serveHttp(app, once ? { ...config, port: 0 } : config, { quiet: true });

  write('每个点是一台打卡机读完一次（✗ 连不上）：\n');
  const outDir = resolve('out');
  const { emulated, files, receipt } = await playTown(app, town, time, printProgress(write), outDir);
  const weeks = DEMO_WEEKS.map(({ week }) => week);
  const figures = await townFigures(app, weeks);
  app.get(TownPage).show({ townshipName: town.township.name, weeks, figures });
  printFigures(figures, weeks, write);
  for (const file of files) write(`已写出 ${file}\n`);
  printReceipt(receipt, write);
  if (!once)
    write(
      `演示镇在 ${await app.getUrl()}/ ，接口在 /api/docs ，用户 admin、office、leader、payroll，密码 ${config.adminPassword}；Ctrl-C 结束\n`,
    );
  return {
    stop: async () => {
      await emulated.switchOff();
      await app.close();
      await database.close();
    },
  };
}

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
await runProgram(async () => {
  const demo = await startDemo(values.once);
  if (values.once) {
    await demo.stop();
    process.exit(0);
  }
  return demo;
});
