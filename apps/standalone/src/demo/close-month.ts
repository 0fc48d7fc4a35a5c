import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdjustableTime } from '@cunqin/platform';
import type { ReceiptAnswer } from '@cunqin/bulletins';
import type { MonthReport, SettledMonth } from '@cunqin/settlement';
import { townInstant } from './emulated-town.js';
import type { TownDesk } from './town-desk.js';
import type { DemoObjection } from './town/town-types.js';
import { DEMO_CLOSING, DEMO_MONTH, DEMO_RECEIPT_AT, type DemoClosingStep } from './town/town-calendar.js';

/** What is fetched once the month is issued, and the name it gets in `out/`. */
const PAPERS: readonly { readonly path: string; readonly name: string }[] = [
  { path: 'bulletin.docx', name: '通报.docx' },
  { path: 'bulletin.xlsx', name: '通报.xlsx' },
  { path: 'public-notice.docx', name: '公示.docx' },
  { path: 'deductions.xlsx', name: '扣发表.xlsx' },
  { path: 'deductions.csv', name: '扣发表.csv' },
];

/** Told what the month does while it does it. */
interface MonthObserver {
  monthTook(step: DemoClosingStep, report: MonthReport): void;
  objectionDecided(objection: DemoObjection): void;
}

/** Closes October 2026 as the office, the leader and the clerk would, step by step on the days of the rule. */
export class MonthClosing {
  private readonly acts: { readonly at: string; readonly act: () => Promise<void> }[];

  constructor(
    private readonly desk: TownDesk,
    private readonly time: AdjustableTime,
    objections: readonly DemoObjection[],
    private readonly observer: MonthObserver,
  ) {
    this.acts = [
      ...DEMO_CLOSING.map((step) => ({ at: step.at, act: () => this.takeStep(step) })),
      ...objections.flatMap((objection) => this.actsOf(objection)),
    ].sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** Does what is due before `trueTime`, steps and objections, each in its own time; without one, all that is left. */
  async goOn(trueTime?: string): Promise<void> {
    for (;;) {
      const [next] = this.acts;
      if (next === undefined || (trueTime !== undefined && next.at >= trueTime)) return;
      this.time.set(townInstant(next.at));
      await next.act();
      this.acts.shift();
    }
  }

  private async takeStep(step: DemoClosingStep): Promise<void> {
    this.observer.monthTook(step, await this.desk.takeStep(DEMO_MONTH, step));
  }

  private actsOf(objection: DemoObjection): { at: string; act: () => Promise<void> }[] {
    const { cadreCode, week, text, upheld, reason } = objection;
    let id = 0;
    return [
      {
        at: objection.raisedAt,
        act: async () => void (id = await this.desk.object({ cadreCode, week, text })),
      },
      {
        at: objection.decidedAt,
        act: async () => {
          await this.desk.decideObjection(id, { upheld, reason });
          this.observer.objectionDecided(objection);
        },
      },
    ];
  }

  /** Writes the papers of the issued month. @returns the files, in order */
  async fetchPapers(outDir: string): Promise<string[]> {
    await mkdir(outDir, { recursive: true });
    const files: string[] = [];
    for (const { path, name } of PAPERS) {
      const file = join(outDir, `${DEMO_MONTH}-${name}`);
      await writeFile(file, await this.desk.download('payroll', `months/${DEMO_MONTH}/${path}`));
      files.push(file);
    }
    return files;
  }

  /** Payroll answers what it withheld. */
  async handInReceipt(month: SettledMonth): Promise<ReceiptAnswer> {
    this.time.set(townInstant(DEMO_RECEIPT_AT));
    return this.desk.handInReceipt(month);
  }
}
