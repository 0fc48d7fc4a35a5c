import { Temporal } from 'temporal-polyfill';
import { COMMAND } from '../wire/commands.js';
import { scrambleCommKey } from '../wire/comm-key.js';
import type { Packet } from '../wire/packet.js';
import { decodeTimeCode, encodeTimeCode, isRealDateTime } from '../wire/time-code.js';
import type { ClockMemory } from './clock-memory.js';
import type { Burst, DeviceSession, PreparedSet } from './device-session.js';
import { preparedSizes, transfer, type PacketOf } from './transfer.js';

export interface FirmwareOptions {
  readonly memory: ClockMemory;
  readonly firmware: string;
  /** Answers to OPTIONS_RRQ by name. */
  readonly options: ReadonlyMap<string, string>;
  /** 0: none. */
  readonly commKey: number;
  readonly now: () => string;
  /** Sets up to so many bytes are sent at once, without chunks. */
  readonly maxInlineBytes: number;
}

const NOTHING = Buffer.alloc(0);

/** Asks for people, not for their templates. */
const USERS_FILTER = 5;

/** Commands that would change who is enrolled, or erase all: an emulated clock refuses them. */
const REFUSED: ReadonlySet<number> = new Set([
  COMMAND.USER_WRITE,
  COMMAND.TEMPLATE_WRITE,
  COMMAND.OPTIONS_WRITE,
  COMMAND.CLEAR_DATA,
  COMMAND.USER_DELETE,
  COMMAND.TEMPLATE_DELETE,
  COMMAND.CLEAR_ADMIN,
]);

/** The brain of the emulated clock: request in, answer out, no sockets. */
export class ClockFirmware {
  private shiftSeconds = 0;
  private disabled = false;

  constructor(private readonly options: FirmwareOptions) {}

  /** Whether people can punch. */
  get enabled(): boolean {
    return !this.disabled;
  }

  /** The answer to one request: bursts of packets, each stamped with session and reply id; none to an acknowledgement. */
  answer(session: DeviceSession, request: Packet): Burst[] {
    const packet: PacketOf = (command, data = NOTHING): Packet => ({
      command,
      session: session.id,
      replyId: request.replyId,
      data,
    });
    const one = (command: number, data?: Buffer): Burst[] => [[packet(command, data)]];

    if (request.command === COMMAND.CONNECT) {
      return one(session.authorised ? COMMAND.ACK_OK : COMMAND.ACK_UNAUTH);
    }
    if (request.command === COMMAND.AUTH) {
      session.authorised ||= this.provesCommKey(session, request.data);
      return one(session.authorised ? COMMAND.ACK_OK : COMMAND.ACK_UNAUTH);
    }
    if (request.command === COMMAND.EXIT) {
      session.ended = true;
      session.prepared = null;
      session.eventMask = 0;
      return one(COMMAND.ACK_OK);
    }
    if (!session.authorised || session.ended || request.session !== session.id)
      return one(COMMAND.ACK_UNAUTH);
    if (REFUSED.has(request.command)) return one(COMMAND.ACK_ERROR);

    switch (request.command) {
      case COMMAND.ACK_OK:
        session.unanswered = 0;
        return [];
      case COMMAND.EVENT:
        session.eventMask = request.data.length >= 4 ? request.data.readUInt32LE(0) : 0;
        return one(COMMAND.ACK_OK);
      case COMMAND.ENABLE:
      case COMMAND.DISABLE:
        this.disabled = request.command === COMMAND.DISABLE;
        return one(COMMAND.ACK_OK);
      case COMMAND.REFRESH_DATA:
        return one(COMMAND.ACK_OK);
      case COMMAND.VERSION:
        return one(COMMAND.ACK_OK, text(this.options.firmware));
      case COMMAND.OPTIONS_READ: {
        const option = this.optionLine(request.data);
        return option === null ? one(COMMAND.ACK_ERROR) : one(COMMAND.ACK_OK, option);
      }
      case COMMAND.FREE_SIZES:
        return one(COMMAND.ACK_OK, this.options.memory.freeSizes());
      case COMMAND.GET_TIME: {
        const time = Buffer.alloc(4);
        time.writeUInt32LE(encodeTimeCode(this.localTime()) ?? 0);
        return one(COMMAND.ACK_OK, time);
      }
      case COMMAND.SET_TIME:
        return one(this.setTime(request.data) ? COMMAND.ACK_OK : COMMAND.ACK_ERROR);
      case COMMAND.CLEAR_ATTENDANCE:
        this.options.memory.clearPunches();
        return one(COMMAND.ACK_OK);
      case COMMAND.PREPARE_SET:
        return this.prepareSet(session, request, one);
      case COMMAND.READ_CHUNK:
        return this.readChunk(session, request, packet);
      case COMMAND.FREE_DATA:
        session.prepared = null;
        return one(COMMAND.ACK_OK);
      case COMMAND.ATTENDANCE_READ:
        return transfer(session.medium, this.options.memory.punchSet(), packet);
      case COMMAND.USERS_READ:
        return transfer(session.medium, this.options.memory.userSet(), packet);
      default:
        return one(COMMAND.ACK_UNKNOWN);
    }
  }

  private provesCommKey(session: DeviceSession, proof: Buffer): boolean {
    return proof.length === 4 && scrambleCommKey(this.options.commKey, session.id, proof[2]).equals(proof);
  }

  private optionLine(data: Buffer): Buffer | null {
    const name = data.toString('latin1').replace(/\0.*$/s, '');
    const value = name === '~MaxAttLogCount' ? this.maxAttLogCount() : this.options.options.get(name);
    return value === undefined ? null : text(`${name}=${value}`);
  }

  /** Stated in units of ten thousand. */
  private maxAttLogCount(): string {
    return String(Math.ceil(this.options.memory.freeSizes().readUInt32LE(64) / 10_000));
  }

  private localTime(): string {
    return Temporal.PlainDateTime.from(this.options.now())
      .add({ seconds: this.shiftSeconds })
      .toString({ smallestUnit: 'second' });
  }

  /** A clock that is set keeps the difference to the time it is given by its surroundings. */
  private setTime(data: Buffer): boolean {
    if (data.length < 4) return false;
    const stated = decodeTimeCode(data.readUInt32LE(0));
    if (!isRealDateTime(stated)) return false;
    const wanted = Temporal.PlainDateTime.from(stated);
    const given = Temporal.PlainDateTime.from(this.options.now());
    this.shiftSeconds = Math.round(given.until(wanted).total('seconds'));
    return true;
  }

  private prepareSet(
    session: DeviceSession,
    request: Packet,
    one: (command: number, data?: Buffer) => Burst[],
  ): Burst[] {
    if (request.data.length < 7) return one(COMMAND.ACK_ERROR);
    session.preparedSet = setNamed(request.data.readUInt16LE(1), request.data.readUInt32LE(3));
    const set = this.setBytes(session.preparedSet);
    if (set.length <= this.options.maxInlineBytes) return one(COMMAND.DATA, set);
    session.prepared = set;
    return one(COMMAND.ACK_OK, preparedSizes(set.length));
  }

  private setBytes(name: PreparedSet): Buffer {
    if (name === 'punches') return this.options.memory.punchSet();
    return name === 'users' ? this.options.memory.userSet() : Buffer.alloc(4);
  }

  private readChunk(session: DeviceSession, request: Packet, packet: PacketOf): Burst[] {
    if (session.prepared === null || request.data.length < 8) return [[packet(COMMAND.ACK_ERROR)]];
    const start = request.data.readUInt32LE(0);
    const length = request.data.readUInt32LE(4);
    if (start + length > session.prepared.length) return [[packet(COMMAND.ACK_ERROR)]];
    if (length === 0) return [[packet(COMMAND.ACK_OK)]];
    return transfer(session.medium, session.prepared.subarray(start, start + length), packet);
  }
}

function setNamed(readCommand: number, filter: number): PreparedSet {
  if (readCommand === COMMAND.ATTENDANCE_READ) return 'punches';
  return readCommand === COMMAND.USERS_READ && filter === USERS_FILTER ? 'users' : 'none';
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf8');
}
