import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RefreshAssessmentsService } from '@cunqin/assessment';
import {
  type ReceiptAnswer,
  type WeekFigures,
  WeeklyPapersService,
  WeeklySummaryService,
} from '@cunqin/bulletins';
import { ClockProtocolError } from '@cunqin/clock-protocol';
import { PollClockService, ProvePushClocksService } from '@cunqin/clocks';
import { AdjustableTime, CONFIG, type Config } from '@cunqin/platform';
import { TownshipsService } from '@cunqin/roster';
import { type MonthReport, MonthReportService, type SettledMonth } from '@cunqin/settlement';
import { IsoWeek } from '@cunqin/work-calendar';
import type { INestApplication, INestApplicationContext } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { FirstStart } from '../../../api/src/first-start.js';
import { MonthClosing } from './close-month.js';
import { EmulatedTown, townInstant } from './emulated-town.js';
import { TownDesk } from './town-desk.js';
import { TownOffice } from './town-office.js';
import { type DemoClosingStep, DEMO_MONTH, DEMO_READ_TIMES } from './town/town-calendar.js';
import type { DemoObjection, DemoTown } from './town/town.js';

/** The week whose summary goes into `out/`. */
const PRINTED_WEEK = '2026-W43';

const FIRST_MORNING = townInstant('2026-08-17T07:00:00');

/** The town's time: from its first morning on it passes by being set, not by the machine's pace. */
export function townTime(): AdjustableTime {
  const time = new AdjustableTime(FIRST_MORNING);
  time.stand();
  return time;
}

/** Told what happens while it happens. */
export interface TownObserver {
  roundBegins(trueTime: string): void;
  clockRead(clock: { name: string; appended: number; error: string | null }): void;
  /** `week`: the figures of the week summed up in this round, on Mondays. */
  roundEnds(appended: number, week: WeekFigures | null): void;
  /** October took a step. */
  monthTook(step: DemoClosingStep, report: MonthReport): void;
  /** Somebody's objection was decided. */
  objectionDecided(objection: DemoObjection): void;
}

export interface PlayedTown {
  readonly emulated: EmulatedTown;
  /** Files written, in order. */
  readonly files: readonly string[];
  /** How payroll's receipt compared. */
  readonly receipt: ReceiptAnswer;
}

/**
 * Lets the town live through its weeks: people punch, the office works, the clocks are read over TCP and
 * UDP or send their punches themselves, the weeks are judged and summed up on Monday, and October is closed.
 * Nothing here computes a figure: all of it is the product. One thing happens after the other, in a time that
 * stands still in between ({@link townTime}), so that two towns of one seed have the same books to the last hash.
 */
export async function playTown(
  app: INestApplication,
  town: DemoTown,
  time: AdjustableTime,
  observer: TownObserver,
  outDir: string,
): Promise<PlayedTown> {
  time.set(FIRST_MORNING);
  await app.get(FirstStart).prepare();
  const url = await serverUrl(app);
  const emulated = await EmulatedTown.switchOn(town, time, url);
  const desk = await TownDesk.open(app, url, demoPassword(app));
  await desk.approveRule('官办发〔2026〕3号');
  const closing = new MonthClosing(desk, time, town.story.objections, observer);
  const office = new TownOffice(app, town, desk);
  await office.register(emulated);
  const files: string[] = [];
  for (const trueTime of DEMO_READ_TIMES) {
    await closing.goOn(trueTime);
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
  await closing.goOn();
  files.push(...(await closing.fetchPapers(outDir)));
  const receipt = await closing.handInReceipt(await issuedMonth(app));
  time.run();
  return { emulated, files, receipt };
}

async function issuedMonth(app: INestApplicationContext): Promise<SettledMonth> {
  const month = await app.get(MonthReportService).issued(DEMO_MONTH);
  if (month === null) throw new Error(`${DEMO_MONTH} is not issued`);
  return month;
}

/** Everybody's at the demo's screens: the administrator's. */
function demoPassword(app: INestApplication): string {
  const { adminPassword } = app.get<Config>(CONFIG);
  if (adminPassword === undefined) throw new Error('the demo wants a password for its accounts');
  return adminPassword;
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
  const counts: number[] = [];
  for (const { key } of pushing) counts.push(await emulated.visitServer(key));
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
  let total = 0;
  for (const { id, name } of office.clocks.filter(({ pushes }) => !pushes)) {
    try {
      const { appended } = await app.get(PollClockService).poll(id);
      observer.clockRead({ name, appended, error: null });
      total += appended;
    } catch (failure) {
      if (!(failure instanceof ClockProtocolError)) throw failure;
      observer.clockRead({ name, appended: 0, error: failure.code });
    }
  }
  return total;
}

/** On Monday morning the week before is summed up, as the program does it by itself: sealed, printed, kept. */
async function sumUp(
  app: INestApplicationContext,
  trueTime: string,
  files: string[],
  outDir: string,
): Promise<WeekFigures | null> {
  const now = Temporal.PlainDateTime.from(trueTime);
  if (now.dayOfWeek !== 1 || now.hour >= 12) return null;
  const today = now.toPlainDate();
  const week = IsoWeek.of(today).previous();
  const township = await app.get(TownshipsService, { strict: false }).named();
  await app.get(WeeklyPapersService).issue(week, township);
  if (week.toString() === PRINTED_WEEK) {
    const { bytes } = await app.get(WeeklyPapersService).paper(week, 'summary.xlsx', township);
    const path = join(outDir, `${week}-周汇总表.xlsx`);
    await mkdir(outDir, { recursive: true });
    await writeFile(path, bytes);
    files.push(path);
  }
  return app.get(WeeklySummaryService).figures(week, township);
}
