import { Temporal } from 'temporal-polyfill';
import type { ClockProbe, TimeSample } from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { COMMAND } from '../wire/commands.js';
import { isCommKey, scrambleCommKey } from '../wire/comm-key.js';
import type { Packet } from '../wire/packet.js';
import { decodeTimeCode } from '../wire/time-code.js';
import type { ClockConnection, ClockRequest } from './connection.js';
import { isWishForRepetition, persistently } from './persistently.js';

const POLITE_CLOSE_MS = 1_000;

/** Counts a clock states of itself; `null` where its answer is too short to hold them. */
export interface StatedCounts {
  readonly userCount: number | null;
  readonly punchCount: number | null;
  readonly punchCapacity: number | null;
}

/** The commands of one session with a clock, over any connection. */
export class ClockSession {
  private open = false;

  constructor(
    readonly connection: ClockConnection,
    private readonly now: () => Temporal.Instant = () => Temporal.Now.instant(),
  ) {}

  /**
   * Opens the session, proving the comm key when the clock asks for it.
   * @throws ClockProtocolError `CLOCK.AUTH_REFUSED` when the key is wrong, `CLOCK.REFUSED` when the clock does not want us
   */
  async connect(commKey: number): Promise<void> {
    const answer = await this.ask(COMMAND.CONNECT);
    if (answer.command !== COMMAND.ACK_OK && answer.command !== COMMAND.ACK_UNAUTH) {
      throw new ClockProtocolError('CLOCK.REFUSED', `the clock answered ${answer.command} to CONNECT`);
    }
    this.connection.useSession(answer.session);
    this.open = true;
    if (answer.command !== COMMAND.ACK_OK) await this.authorise(commKey, answer.session);
    // Some other program may have left the clock disabled, and nobody could punch.
    await this.ask(COMMAND.ENABLE);
  }

  /** What the clock says of itself, its time measured against ours. */
  async probe(): Promise<ClockProbe> {
    const serialNumber = await this.option('~SerialNumber');
    const platform = await this.option('~Platform');
    const deviceName = await this.option('~DeviceName');
    const firmware = await this.version();
    const counts = await this.statedCounts();
    const time = await this.time();
    return { serialNumber, firmware, platform, deviceName, time, ...counts };
  }

  /** The value of one option, or `null` when this model does not know it. */
  async option(name: string): Promise<string | null> {
    const answer = await this.ask(COMMAND.OPTIONS_READ, Buffer.from(`${name}\0`, 'latin1'));
    if (answer.command !== COMMAND.ACK_OK) return null;
    const text = textOf(answer);
    return text.startsWith(`${name}=`) ? text.slice(name.length + 1).trim() || null : null;
  }

  /** The counts stated at this moment. They are evidence to reconcile, never a gate to reading. */
  async statedCounts(): Promise<StatedCounts> {
    const { command, data } = await this.ask(COMMAND.FREE_SIZES);
    const word = (at: number): number | null =>
      command === COMMAND.ACK_OK && data.length >= at + 4 ? data.readUInt32LE(at) : null;
    return { userCount: word(16), punchCount: word(32), punchCapacity: word(64) };
  }

  /** The clock's time, with ours just before and after. */
  async time(): Promise<TimeSample> {
    let askedAt = this.now();
    const answer = await this.ask(COMMAND.GET_TIME, undefined, () => {
      askedAt = this.now();
    });
    const answeredAt = this.now();
    if (answer.command !== COMMAND.ACK_OK || answer.data.length < 4) {
      throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${answer.command} to GET_TIME`);
    }
    return { clockTime: decodeTimeCode(answer.data.readUInt32LE(0)), askedAt, answeredAt };
  }

  /**
   * Sends one command and takes the first packet of its answer. A clock that asks to be asked again is.
   * @throws ClockProtocolError `CLOCK.TIMEOUT` when it never stops asking for that
   */
  async ask(command: number, data?: ClockRequest['data'], onSend?: () => void): Promise<Packet> {
    return persistently(async () => {
      let answer: Packet | undefined;
      await this.connection.request({
        command,
        ...(data && { data }),
        ...(onSend && { onSend }),
        receive: (packet) => {
          answer = packet;
          return 'done';
        },
      });
      return isWishForRepetition(answer!.command) ? null : answer!;
    });
  }

  /**
   * Leaves the clock enabled and ends the session: politely, or blindly after a failure. Never rejects.
   */
  async close(): Promise<void> {
    const polite = this.open && (await within(POLITE_CLOSE_MS, this.sayGoodbye()));
    await this.connection.close(this.open && !polite ? [COMMAND.ENABLE, COMMAND.EXIT] : []);
  }

  private async sayGoodbye(): Promise<void> {
    await this.ask(COMMAND.ENABLE);
    await this.ask(COMMAND.EXIT);
  }

  private async authorise(commKey: number, session: number): Promise<void> {
    if (!isCommKey(commKey)) {
      throw new ClockProtocolError('CLOCK.AUTH_REFUSED', 'the clock wants a comm key of 1 to 6 digits');
    }
    const proof = await this.ask(COMMAND.AUTH, scrambleCommKey(commKey, session));
    if (proof.command !== COMMAND.ACK_OK) {
      throw new ClockProtocolError('CLOCK.AUTH_REFUSED', 'the clock does not accept the comm key');
    }
  }

  private async version(): Promise<string | null> {
    const answer = await this.ask(COMMAND.VERSION);
    return answer.command === COMMAND.ACK_OK ? textOf(answer).trim() || null : null;
  }
}

function textOf(packet: Packet): string {
  const end = packet.data.indexOf(0);
  return packet.data.toString('utf8', 0, end === -1 ? packet.data.length : end);
}

/** Whether the work succeeded in time; a failure or a late end is a plain no. */
async function within(timeoutMs: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const succeeded = work.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([succeeded, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
