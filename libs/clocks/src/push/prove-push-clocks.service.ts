import { Injectable, Logger } from '@nestjs/common';
import { type CommandResult, LOSING_OPERATIONS } from '@cunqin/clock-protocol';
import { IdSource, TimeSource } from '@cunqin/platform';
import { AppendPartService } from '@cunqin/punch-ledger';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import type { PushClock } from './push-clocks.repository.js';
import { type AnsweredCommand, PushCommandsRepository } from './push-commands.repository.js';
import { type ClockToProve, type ProofState, PushProofsRepository } from './push-proofs.repository.js';

/** The last minutes are left out: a punch may still be on its way. */
const MARGIN_SECONDS = 120;

/** A proof that is this far behind when it comes is followed by the next at once. */
const FAR_BEHIND_SECONDS = 3600;

const BY_ITSELF = 'system';
const SECONDS = { smallestUnit: 'second' } as const;

/**
 * Proves clocks complete that push. Neither a heartbeat nor a delivery says that nothing is missing; the
 * clock's own count of a period does, when it equals the ledger's. If the clock counts more, the period is
 * fetched again and counted once more. Coverage moves by such a proof and by nothing else.
 *
 * Inferred from published firmware, not seen on hardware: that a clock counts what its log holds, both ends
 * of the period included, and that its time does not lag behind the server's by more than the margin,
 * because it sets itself from the `Date` of every answer. A punch that comes late all the same has its
 * week judged again.
 */
@Injectable()
export class ProvePushClocksService {
  private readonly logger = new Logger(ProvePushClocksService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly proofs: PushProofsRepository,
    private readonly commands: PushCommandsRepository,
    private readonly ledger: AppendPartService,
    private readonly time: TimeSource,
    private readonly ids: IdSource,
  ) {}

  /** Begins a proof with every clock that is due. @returns how many were begun */
  async startDue(): Promise<number> {
    let started = 0;
    for (const clock of await this.proofs.due(this.time.now())) {
      if (await this.dataSource.transaction((manager) => this.start(manager, clock))) started += 1;
    }
    return started;
  }

  /** Draws the conclusion from a clock's answer, in the transaction in which the answer is noted. */
  async judge(
    manager: EntityManager,
    clock: PushClock,
    command: AnsweredCommand,
    result: CommandResult,
  ): Promise<void> {
    if (command.kind === 'query-attlog') {
      // Whatever it says of the fetching: the count afterwards decides.
      await this.ask(manager, clock.clockId, { ...command, kind: 'verify-sum', proofRound: 2 });
      return;
    }
    if (result.returnCode < 0 || result.sum === null) {
      const detail = `Return=${result.returnCode}${result.sum === null ? ', no sum' : ''}`;
      await this.conclude(manager, clock.clockId, 'unsupported', detail);
      return;
    }
    if (await this.proofs.wasCleared(manager, clock.clockId, LOSING_OPERATIONS, command.from)) {
      await this.conclude(manager, clock.clockId, 'log-cleared', null);
      return;
    }
    await this.compare(manager, clock, command, result.sum);
  }

  private async compare(
    manager: EntityManager,
    clock: PushClock,
    command: AnsweredCommand,
    counted: number,
  ): Promise<void> {
    const { clockId, serialNumber, timeZone } = clock;
    const held = await this.ledger.provePeriod(manager, {
      readId: this.ids.next(),
      clockId,
      serialNumber,
      from: Temporal.PlainDateTime.from(command.from),
      until: Temporal.PlainDateTime.from(command.until),
      counted,
      startedAt: Temporal.Instant.from(command.createdAt),
      finishedAt: this.time.now(),
    });
    if (counted > held && command.proofRound === 1) {
      await this.ask(manager, clockId, { ...command, kind: 'query-attlog', proofRound: 1 });
      return;
    }
    const detail = `clock ${counted}, ledger ${held}, ${command.from} to ${command.until}`;
    if (counted !== held) {
      await this.conclude(
        manager,
        clockId,
        counted > held ? 'clock-holds-more' : 'clock-holds-fewer',
        detail,
      );
      return;
    }
    await this.conclude(manager, clockId, 'proven', detail);
    const behind = Temporal.PlainDateTime.from(command.until).until(this.time.localNow(timeZone));
    if (behind.total({ unit: 'seconds', relativeTo: command.until }) > FAR_BEHIND_SECONDS) {
      await this.start(manager, { clockId, timeZone });
    }
  }

  private async start(manager: EntityManager, { clockId, timeZone }: ClockToProve): Promise<boolean> {
    if (await this.proofs.isUnderWay(manager, clockId)) return false;
    const from = await this.proofs.provenFrom(manager, clockId);
    const until = this.time
      .localNow(timeZone)
      .subtract({ seconds: MARGIN_SECONDS })
      .round({ smallestUnit: 'second', roundingMode: 'floor' });
    if (from === null || Temporal.PlainDateTime.compare(from, until) >= 0) return false;
    const period = { from: from.toString(SECONDS), until: until.toString(SECONDS) };
    await this.ask(manager, clockId, { ...period, kind: 'verify-sum', proofRound: 1 });
    return true;
  }

  private async ask(
    manager: EntityManager,
    clockId: number,
    question: Pick<AnsweredCommand, 'kind' | 'from' | 'until' | 'proofRound'>,
  ): Promise<void> {
    const { kind, from, until, proofRound } = question;
    await this.commands.add(
      manager,
      { clockId, kind, from, until, proofRound, createdBy: BY_ITSELF },
      this.time.now(),
    );
  }

  private async conclude(
    manager: EntityManager,
    clockId: number,
    state: ProofState,
    detail: string | null,
  ): Promise<void> {
    if (state !== 'proven')
      this.logger.warn(`clock ${clockId} cannot be proven complete: ${state} ${detail ?? ''}`);
    await this.proofs.conclude(manager, clockId, { state, detail }, this.time.now());
  }
}
