import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, CodedError, type Config, TimeSource } from '@cunqin/platform';
import type { CodedReason } from '@cunqin/platform/errors';
import { DataSource } from 'typeorm';
import type { MonthReport } from './domain/month-report.js';
import { type DueStep, DueMonthsService } from './due-months.service.js';
import { MonthRemindersRepository } from './month-reminders.repository.js';
import { MonthStepsService } from './month-steps.service.js';
import { TransitionMonthService } from './transition-month.service.js';

/** The account that stands beside what the program did by itself. */
const PROGRAM = 'system';

/** What keeps a month from going on by itself, as `GET /months/{month}` shows it. */
export interface MonthReminder {
  readonly to: 'checking' | 'notice';
  readonly reasons: readonly CodedReason[];
  /** An instant: since when. */
  readonly since: string;
}

/** Takes months into their check and their notice by itself, and says what keeps them from it. */
@Injectable()
export class AdvanceMonthsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dueMonths: DueMonthsService,
    private readonly transitions: TransitionMonthService,
    private readonly steps: MonthStepsService,
    private readonly reminders: MonthRemindersRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Every step that is due, once, however often and wherever this runs. @returns those that were taken */
  async advance(): Promise<DueStep[]> {
    const taken: DueStep[] = [];
    for (const step of await this.dueMonths.dueSteps()) if (await this.take(step)) taken.push(step);
    return taken;
  }

  /** What keeps the month from the step it is at; `null` when nothing was found, or nobody has looked yet. */
  async reminderOf({ month, state }: Pick<MonthReport, 'month' | 'state'>): Promise<MonthReminder | null> {
    const { manager } = this.dataSource;
    const reminder = await this.reminders.latest(manager, this.config.township.code, month);
    const next = state === 'open' ? 'checking' : state === 'checking' ? 'notice' : null;
    if (reminder === null || reminder.to !== next) return null;
    const { to, reasons, at } = reminder;
    return { to, reasons, since: `${at.toISOString().slice(0, 19)}Z` };
  }

  private async take({ month, to }: DueStep): Promise<boolean> {
    try {
      await this.transitions.take(month, { to, docNo: null, name: null, reason: null }, PROGRAM);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof CodedError)) throw refusal;
      // Facts keep coming in: the next hour tries again.
      if (refusal.code === 'MONTH.BUSY') return false;
      if (refusal.code !== 'MONTH.REFUSED') throw refusal;
      await this.remind({ month, to }, refusal.reasons);
      return false;
    }
  }

  private async remind({ month, to }: DueStep, reasons: readonly CodedReason[]): Promise<void> {
    // Somebody else has just taken the step.
    if (reasons.some(({ code }) => code === 'ALREADY_THERE' || code === 'WRONG_STATE')) return;
    const at = new Date(this.time.now().epochMilliseconds);
    await this.dataSource.transaction(async (manager) => {
      await this.steps.lock(manager);
      await this.reminders.addNews(manager, this.config.township.code, month, { to, reasons, at });
    });
  }
}
