import { Injectable } from '@nestjs/common';
import { commandLine, decodeClockText, parseCommandResults, type PushCommand } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { clockErrors } from '../clock-errors.js';
import { ClocksService } from '../clocks.service.js';
import { ProvePushClocksService } from './prove-push-clocks.service.js';
import type { PushClock } from './push-clocks.repository.js';
import { PushCommandsRepository } from './push-commands.repository.js';

/** Commands in one answer: small firmware reads answers into small buffers. */
const COMMANDS_AT_A_TIME = 5;

/** Commands without an answer that may wait for one clock. */
const COMMANDS_WAITING = 20;

/** Gives clocks their commands, again until each is answered, and takes the answers. */
@Injectable()
export class PushCommandsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clocks: ClocksService,
    private readonly commands: PushCommandsRepository,
    private readonly proofs: ProvePushClocksService,
    private readonly time: TimeSource,
  ) {}

  /** What `getrequest` answers: one command a line, or `OK`. */
  async linesFor({ clockId }: PushClock): Promise<string> {
    const pending = await this.commands.give(clockId, COMMANDS_AT_A_TIME, this.time.now());
    return pending.length === 0 ? 'OK' : `${pending.map(commandLine).join('\n')}\n`;
  }

  /** Takes what a clock says it has done; what it says of commands that it was not given is ignored. */
  async takeResults(clock: PushClock, body: Uint8Array): Promise<void> {
    for (const result of parseCommandResults(decodeClockText(body))) {
      await this.dataSource.transaction(async (manager) => {
        const command = await this.commands.answer(manager, clock.clockId, result, this.time.now());
        if (command !== null && command.proofRound > 0) {
          await this.proofs.judge(manager, clock, command, result);
        }
      });
    }
  }

  /**
   * Has a clock send a period again; what the ledger holds already changes nothing.
   *
   * @param from, until first and last second, the clock's own time
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `CLOCKS.DOES_NOT_PUSH`, `CLOCKS.RETIRED`,
   *   `CLOCKS.PERIOD_REVERSED`, `CLOCKS.TOO_MANY_COMMANDS`
   */
  async refetch(clockId: number, from: string, until: string, by: string): Promise<PushCommand> {
    const clock = await this.clocks.view(clockId);
    if (clock.driver !== 'push') throw clockErrors.doesNotPush(clockId);
    const today = this.time.localNow(clock.timezone).toPlainDate().toString();
    if (clock.retiredOn !== null && clock.retiredOn <= today) throw clockErrors.retired(clockId);
    if (until < from) throw clockErrors.periodReversed();
    return this.dataSource.transaction(async (manager) => {
      if ((await this.commands.countPending(manager, clockId)) >= COMMANDS_WAITING) {
        throw clockErrors.tooManyCommands(clockId);
      }
      const command = { clockId, kind: 'query-attlog', from, until, proofRound: 0, createdBy: by } as const;
      return this.commands.add(manager, command, this.time.now());
    });
  }
}
