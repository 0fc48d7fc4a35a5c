import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { parseCommandLine, type PushCommand } from '../../push/commands.js';
import type { EmulatedPunch } from '../emulated-records.js';
import { pushRequest, type PushAnswer } from './push-request.js';
import { parseServerOptions, type ServerOptions } from './server-options.js';

export interface EmulatedPushClockOptions {
  /** Where the server listens: `http://127.0.0.1:3000`. */
  readonly serverUrl: string;
  readonly serialNumber: string;
  readonly punches?: readonly EmulatedPunch[];
  /** Most punches in one upload. Default 100. */
  readonly batchPunches?: number;
  /** Longest wait for an answer, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two visits. Default: what the server says, `Delay` and, after an error, `ErrorDelay`. */
  readonly intervalMs?: number;
  /** Told of every answer. */
  readonly onAnswer?: (path: string, answer: PushAnswer) => void;
}

/**
 * How a visit to the server ended: everything was delivered and every command done; the server does not want this clock;
 * it did not acknowledge a batch; it cannot be reached. After all but the first the clock tries again.
 */
export type VisitOutcome = 'delivered' | 'refused' | 'unacknowledged' | 'unreachable';

const DEFAULT_BATCH_PUNCHES = 100;
const DEFAULT_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const FIRMWARE = 'Ver 8.0.4.3-20171211';
const PUSH_VERSION = '2.2.14';
const UNSUPPORTED = -1002;

/**
 * A clock of the push kind in software: it says hello, uploads its log in batches and each batch until it is acknowledged with
 * `OK: n`, asks for commands, counts and sends periods again. A punch's stamp is its place in the log, from 1.
 */
export class EmulatedPushClock {
  readonly serialNumber: string;
  private readonly log: EmulatedPunch[];
  private readonly batchPunches: number;
  private options: ServerOptions | null = null;
  private nextIndex = 0;
  private serverTime: string | null = null;

  constructor(private readonly settings: EmulatedPushClockOptions) {
    this.serialNumber = settings.serialNumber;
    this.log = [...(settings.punches ?? [])];
    this.batchPunches = settings.batchPunches ?? DEFAULT_BATCH_PUNCHES;
  }

  get punchCount(): number {
    return this.log.length;
  }

  /** Punches the server has acknowledged, or said at the handshake that it has. */
  get delivered(): number {
    return this.nextIndex;
  }

  /** The local time this clock set itself to by the last answer; `null` before the handshake. */
  get clockTime(): string | null {
    return this.serverTime;
  }

  /** People punch; the next visit brings it. */
  addPunches(punches: readonly EmulatedPunch[]): void {
    this.log.push(...punches);
  }

  /** The clock loses power and starts again: it says hello anew and goes on where the server says. */
  restart(): void {
    this.options = null;
  }

  /** Visits the server until the signal, at the pace the server asks for. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await this.visit(signal);
      await wait(this.pauseMs(outcome), undefined, { signal }).catch(() => undefined);
    }
  }

  /** One visit: handshake when it is due, new punches, commands. */
  async visit(signal?: AbortSignal): Promise<VisitOutcome> {
    try {
      if (this.options === null && !(await this.sayHello(signal))) return 'refused';
      if (!(await this.uploadNew(signal))) return 'unacknowledged';
      return (await this.obey(signal)) ? 'delivered' : 'unacknowledged';
    } catch {
      // Whatever broke on the way: the next visit begins with the handshake, as after a reconnect.
      this.options = null;
      return 'unreachable';
    }
  }

  private pauseMs(outcome: VisitOutcome): number {
    const { intervalMs } = this.settings;
    if (intervalMs !== undefined) return intervalMs;
    if (this.options === null) return FIRST_RETRY_MS;
    return outcome === 'delivered' ? this.options.delayMs : this.options.errorDelayMs;
  }

  private async sayHello(signal?: AbortSignal): Promise<boolean> {
    const answer = await this.send(
      'cdata',
      { options: 'all', language: '69', pushver: PUSH_VERSION },
      null,
      signal,
    );
    const options = answer.status === 200 ? parseServerOptions(this.serialNumber, answer.text) : null;
    if (options === null) return false;
    this.options = options;
    this.setTimeBy(answer);
    this.nextIndex = Math.min(options.attlogStamp, this.log.length);
    return true;
  }

  private async uploadNew(signal?: AbortSignal): Promise<boolean> {
    while (this.nextIndex < this.log.length) {
      const end = Math.min(this.log.length, this.nextIndex + this.batchPunches);
      if (!(await this.upload(this.log.slice(this.nextIndex, end), end, signal))) return false;
      this.nextIndex = end;
    }
    return true;
  }

  private async upload(
    batch: readonly EmulatedPunch[],
    stamp: number,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const body = batch.map(attlogLine).join('');
    const answer = await this.send('cdata', { table: 'ATTLOG', Stamp: String(stamp) }, body, signal);
    const accepted = /^OK\s*:\s*(\d+)\s*$/.exec(answer.text.trim())?.[1];
    return answer.status === 200 && Number(accepted) === batch.length;
  }

  private async obey(signal?: AbortSignal): Promise<boolean> {
    const INFO = `${FIRMWARE},0,0,${this.log.length},127.0.0.1`;
    const answer = await this.send('getrequest', { INFO }, null, signal);
    if (answer.status !== 200) return false;
    this.setTimeBy(answer);
    for (const line of answer.text.split(/\r?\n/).filter((line) => line.startsWith('C:'))) {
      const result = await this.carryOut(line, signal);
      if (result === null) return false;
      const told = await this.send('devicecmd', {}, `${result}\n`, signal);
      if (told.status !== 200) return false;
    }
    return true;
  }

  /** What is reported of a command, `null` when it could not be finished: the server gives it again. */
  private async carryOut(line: string, signal?: AbortSignal): Promise<string | null> {
    const command = parseCommandLine(line);
    if (command === null) return `ID=${line.split(':')[1] ?? ''}&Return=${UNSUPPORTED}&CMD=`;
    const punches = this.log.filter((punch) => within(punch, command));
    if (command.kind === 'verify-sum') {
      return `ID=${command.id}&Return=0&CMD=VERIFY SUM&ATTLOGCount=${punches.length}`;
    }
    for (let at = 0; at < punches.length; at += this.batchPunches) {
      const batch = punches.slice(at, at + this.batchPunches);
      if (!(await this.upload(batch, this.nextIndex, signal))) return null;
    }
    return `ID=${command.id}&Return=0&CMD=DATA`;
  }

  private async send(
    path: string,
    query: Readonly<Record<string, string>>,
    body: string | null,
    signal: AbortSignal | undefined,
  ): Promise<PushAnswer> {
    const url = new URL(`/iclock/${path}`, this.settings.serverUrl);
    for (const [name, value] of Object.entries({ SN: this.serialNumber, ...query })) {
      url.searchParams.set(name, value);
    }
    const timeoutMs = this.settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const answer = await pushRequest(url, body, { timeoutMs, signal });
    this.settings.onAnswer?.(path, answer);
    return answer;
  }

  private setTimeBy({ date }: PushAnswer): void {
    const offset = this.options?.utcOffsetMinutes ?? null;
    const epochMs = date === null ? Number.NaN : Date.parse(date);
    if (offset === null || Number.isNaN(epochMs)) return;
    this.serverTime = Temporal.Instant.fromEpochMilliseconds(epochMs + offset * 60_000)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .toString({ smallestUnit: 'second' });
  }
}

function attlogLine(punch: EmulatedPunch): string {
  const { number, clockTime, punchState, verifyMode, workCode } = punch;
  return `${[number, clockTime.replace('T', ' '), punchState, verifyMode, workCode, 0, 0].join('\t')}\n`;
}

function within({ clockTime }: EmulatedPunch, { from, until }: PushCommand): boolean {
  return from <= clockTime && clockTime <= until;
}
