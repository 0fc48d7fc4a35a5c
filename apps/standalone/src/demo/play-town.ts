import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RefreshAssessmentsService } from '@cunqin/assessment';
import { renderWeeklySummary, type WeekFigures, WeeklySummaryService } from '@cunqin/bulletins';
import { ClockProtocolError } from '@cunqin/clock-protocol';
import { PollClockService, ProvePushClocksService } from '@cunqin/clocks';
import type { AdjustableTime } from '@cunqin/platform';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { IsoWeek } from '@cunqin/work-calendar';
import type { INestApplication, INestApplicationContext } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { FirstStart } from '../../../api/src/first-start.js';
import { EmulatedTown, townInstant } from './emulated-town.js';
import { TownOffice } from './town-office.js';
import { DEMO_READ_TIMES } from './town/town-calendar.js';
import type { DemoTown } from './town/town.js';

/** The week whose summary goes into `out/`. */
const PRINTED_WEEK = '2026-W43';

/** Told what happens while it happens. */
export interface TownObserver {
  roundBegins(trueTime: string): void;
  clockRead(clock: { name: string; appended: number; error: string | null }): void;
  /** `week`: the figures of the week summed up in this round, on Mondays. */
  roundEnds(appended: number, week: WeekFigures | null): void;
}

export interface PlayedTown {
  readonly emulated: EmulatedTown;
  /** Files written, in order. */
  readonly files: readonly string[];
}

/**
 * Lets the town live through its weeks: people punch, the office works, the clocks are read over TCP and
 * UDP or send their punches themselves, the weeks are judged and summed up on Monday. Nothing here computes a figure: all of it is the product.
 */
export async function playTown(
  app: INestApplication,
  town: DemoTown,
  time: AdjustableTime,
  observer: TownObserver,
  outDir: string,
): Promise<PlayedTown> {
  time.set(townInstant('2026-08-17T07:00:00'));
  await app.get(FirstStart).prepare();
  const emulated = await EmulatedTown.switchOn(town, time, await serverUrl(app));
  const office = new TownOffice(app, town);
  await office.register(emulated);
  const files: string[] = [];
  for (const trueTime of DEMO_READ_TIMES) {
    observer.roundBegins(trueTime);
    time.set(townInstant(trueTime));
    emulated.liveUntil(trueTime);
    await office.workUntil(trueTime);
    const appended =
      (await hearPushes(app, emulated, office, observer)) + (await pollAll(app, office, observer));
    await app.get(RefreshAssessmentsService).refreshDirty();
    const week = await sumUp(app, trueTime, files, outDir);
    observer.roundEnds(appended, week);
  }
  return { emulated, files };
}

/** Where the clocks that push find the server: it listens already. */
async function serverUrl(app: INestApplication): Promise<string> {
  return (await app.getUrl()).replace('[::1]', '127.0.0.1');
}

/** Clocks that push deliver by themselves; then they are asked to count, which proves that nothing is missing. */
async function hearPushes(
  app: INestApplication,
  emulated: EmulatedTown,
  office: TownOffice,
  observer: TownObserver,
): Promise<number> {
  const pushing = office.clocks.filter(({ pushes }) => pushes);
  const counts = await Promise.all(pushing.map(({ key }) => emulated.visitServer(key)));
  await app.get(ProvePushClocksService).startDue();
  for (const [index, { key, name }] of pushing.entries()) {
    await emulated.visitServer(key);
    observer.clockRead({ name, appended: counts[index] ?? 0, error: null });
  }
  return counts.reduce((sum, count) => sum + count, 0);
}

async function pollAll(
  app: INestApplicationContext,
  office: TownOffice,
  observer: TownObserver,
): Promise<number> {
  const counts = await Promise.all(
    office.clocks
      .filter(({ pushes }) => !pushes)
      .map(async ({ id, name }) => {
        try {
          const { appended } = await app.get(PollClockService).poll(id);
          observer.clockRead({ name, appended, error: null });
          return appended;
        } catch (failure) {
          if (!(failure instanceof ClockProtocolError)) throw failure;
          observer.clockRead({ name, appended: 0, error: failure.code });
          return 0;
        }
      }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** On Monday morning: seals the ledger and sums up the week before. */
async function sumUp(
  app: INestApplicationContext,
  trueTime: string,
  files: string[],
  outDir: string,
): Promise<WeekFigures | null> {
  const now = Temporal.PlainDateTime.from(trueTime);
  if (now.dayOfWeek !== 1 || now.hour >= 12) return null;
  const today = now.toPlainDate();
  await app.get(SealLedgerService).sealToday();
  const week = IsoWeek.of(today).previous();
  if (week.toString() === PRINTED_WEEK) {
    const sheet = await renderWeeklySummary(await app.get(WeeklySummaryService).summary(week));
    const path = join(outDir, `${week}-周汇总表.xlsx`);
    await mkdir(outDir, { recursive: true });
    await writeFile(path, sheet);
    files.push(path);
  }
  return app.get(WeeklySummaryService).figures(week);
}
