import type { EmulatedPunch } from '@cunqin/clock-protocol';

/** One thing that happens between a clock and a reader. */
export interface Situation {
  readonly name: string;
  readonly profile: string;
  /** Punches in the log. Default 2,000: more than one chunk. */
  readonly punches?: number;
  /** By which ways the clock can be read. Default both. */
  readonly media?: readonly ('tcp' | 'udp')[];
  /** Comm key the reader is given. */
  readonly commKey?: number;
  /** The log is read a second time, from what is known, after so many more punches; the second read is judged. */
  readonly again?: { readonly more: number };
  /** Somebody else is connected before. */
  readonly occupied?: boolean;
  /** Whether the right records can be had; otherwise a reader must say that it has not read them. */
  readonly readable: boolean;
}

const TCP = ['tcp'] as const;
const UDP = ['udp'] as const;
const FEW = 300;

/** Several chunks on either side of the middle. */
const MANY = 10_000;

/** More than fits a chunk of UDP, less than one of TCP. */
const SOME = 1_000;

export const SITUATIONS: readonly Situation[] = [
  { name: 'sound clock, 40-byte records', profile: '', readable: true },
  { name: 'sound clock, 49-byte records', profile: '49', readable: true },
  { name: 'sound clock, 16-byte records', profile: '16', readable: true },
  { name: 'sound clock, 8-byte records A', profile: '8a', readable: true },
  { name: 'sound clock, 8-byte records B', profile: '8b', readable: true },
  { name: 'empty log', profile: '', punches: 0, readable: true },
  { name: 'a single punch', profile: '', punches: 1, readable: true },
  { name: 'small log, sent inline', profile: '', punches: 20, readable: true },
  { name: 'large log, sent inline', profile: 'inline', punches: SOME, readable: true },
  { name: 'old clock, 5 punches of 16 bytes are 2 of 40', profile: '16', punches: 5, readable: true },
  { name: 'old clock, 10 punches of 8 bytes are 2 of 40', profile: '8a', punches: 10, readable: true },
  {
    name: 'old clock, 1,000 punches of 16 bytes are 400 of 40',
    profile: '16',
    punches: SOME,
    readable: true,
  },
  { name: 'packets split into bytes', profile: 'split:1', punches: 50, media: TCP, readable: true },
  { name: 'packets split every few bytes', profile: 'split', punches: FEW, media: TCP, readable: true },
  { name: 'packets split in mid-header', profile: 'split:13', punches: FEW, media: TCP, readable: true },
  { name: 'packets glued', profile: 'glued', media: TCP, readable: true },
  { name: 'packets glued, old clock', profile: '8b,glued', media: TCP, readable: true },
  { name: 'packets glued, 49-byte records', profile: '49,glued', media: TCP, readable: true },
  { name: 'slow line', profile: 'slow', readable: true },
  { name: 'slow line, split', profile: 'slow:2,split', punches: 100, media: TCP, readable: true },
  { name: 'line cut in mid-log', profile: 'drop', punches: MANY, readable: false },
  { name: 'line cut in mid-log, old clock', profile: '16,drop', punches: MANY, readable: false },
  { name: 'line cut in mid-log, small log inline', profile: 'drop', punches: 20, readable: false },
  { name: 'line cut once in mid-log', profile: 'drop:once', punches: MANY, readable: true },
  { name: 'line silent once in mid-log', profile: 'stall:once', punches: MANY, readable: true },
  { name: 'line silent in mid-log', profile: 'stall', punches: MANY, readable: false },
  { name: 'line silent in mid-log, old clock', profile: '8a,stall', punches: MANY, readable: false },
  { name: 'states more punches than it has', profile: 'wrong-count', readable: true },
  { name: 'states 0 punches', profile: 'wrong-count:zero', readable: true },
  { name: 'states too few punches', profile: 'wrong-count:fewer', readable: true },
  { name: 'states nothing (4 bytes)', profile: 'free-sizes-4', readable: true },
  { name: 'size word in the log lies', profile: 'wrong-size', readable: false },
  { name: 'prepared size too large', profile: 'wrong-size:prepared', readable: false },
  { name: 'prepared size too small', profile: 'wrong-size:fewer', readable: false },
  { name: 'a bit flipped, every time', profile: 'wrong-checksum', readable: false },
  { name: 'a bit flipped once', profile: 'wrong-checksum:once', readable: true },
  { name: 'all checksums off by one', profile: 'off-by-one-checksum', readable: true },
  { name: 'rubbish instead of answers', profile: 'garbage', readable: false },
  { name: 'rubbish instead of the log', profile: 'garbage:log', readable: false },
  { name: 'clock an hour fast', profile: 'clock-wrong', readable: true },
  { name: 'clock jumping between reads', profile: 'clock-jumping', again: { more: 0 }, readable: true },
  { name: 'live events in mid-log', profile: 'event-storm', readable: true },
  { name: 'live events in mid-log, glued', profile: 'event-storm,glued', media: TCP, readable: true },
  {
    name: 'live events in mid-log, split',
    profile: 'event-storm,split',
    punches: FEW,
    media: TCP,
    readable: true,
  },
  { name: 'live events in mid-log, old clock', profile: '16,event-storm', readable: true },
  { name: 'datagrams lost', profile: '16,udp-loss', media: UDP, readable: true },
  { name: 'datagrams out of order', profile: '16,udp-reorder', media: UDP, readable: true },
  { name: 'datagrams doubled', profile: '16,udp-duplicate', media: UDP, readable: true },
  {
    name: 'datagrams lost, doubled, out of order',
    profile: '16,udp-loss:5,udp-duplicate,udp-reorder',
    media: UDP,
    readable: true,
  },
  { name: 'no command 1503', profile: 'legacy', readable: true },
  { name: 'no command 1503, 8-byte records', profile: '8b,legacy', readable: true },
  { name: 'no command 1503, packets glued', profile: 'legacy,glued', media: TCP, readable: true },
  { name: 'no command 1503, line cut', profile: 'legacy,drop', readable: false },
  { name: '1503 answered 4989, 13 refused', profile: 'error-1503', readable: false },
  { name: 'no closing ACK', profile: 'no-close-ack', readable: true },
  { name: 'no closing ACK, glued', profile: 'no-close-ack,glued', media: TCP, readable: true },
  { name: 'DATA with session 0 (K40)', profile: 'session-zero', readable: true },
  { name: 'nine stray bytes before the log', profile: 'stray-bytes', readable: true },
  { name: 'an impossible date', profile: 'impossible-date', readable: true },
  { name: 'an impossible date, old clock', profile: '8a,impossible-date', readable: true },
  { name: 'numbers of 24 characters', profile: 'long-numbers', readable: true },
  { name: 'numbers of 24 characters, 49 bytes', profile: '49,long-numbers', readable: true },
  { name: 'comm key, right', profile: 'comm-key:1234', commKey: 1234, readable: true },
  { name: 'comm key, wrong', profile: 'comm-key:1234', commKey: 4321, readable: false },
  { name: 'comm key, none given', profile: 'comm-key:1234', readable: false },
  { name: 'another client is connected', profile: 'one-client', occupied: true, readable: false },
  { name: 'second read, nothing new', profile: '', again: { more: 0 }, readable: true },
  { name: 'second read, 10 new', profile: '', again: { more: 10 }, readable: true },
  { name: 'second read, 10 new, old clock', profile: '16', again: { more: 10 }, readable: true },
  { name: 'second read, 10 new, 8-byte records', profile: '8a', again: { more: 10 }, readable: true },
  { name: 'second read, 10 new, states 0', profile: 'wrong-count:zero', again: { more: 10 }, readable: true },
  { name: 'second read, 10 new, no 1503', profile: 'legacy', again: { more: 10 }, readable: true },
  { name: 'second read, log cleared', profile: 'log-cleared', again: { more: 0 }, readable: true },
  { name: 'second read, log cleared, 10 new', profile: 'log-cleared', again: { more: 10 }, readable: true },
  {
    name: 'second read, cleared and refilled',
    profile: 'log-cleared:refilled',
    again: { more: 0 },
    readable: true,
  },
  {
    name: 'everything at once',
    profile: 'comm-key:99,event-storm,no-close-ack,session-zero,off-by-one-checksum,glued,slow:1',
    commKey: 99,
    media: TCP,
    readable: true,
  },
];

/** Punches that come in between two reads. */
export function morePunches(count: number): EmulatedPunch[] {
  return Array.from({ length: count }, (_, at) => ({
    number: String((at % 20) + 1),
    clockTime: `2026-11-02T08:${String(at % 60).padStart(2, '0')}:00`,
    verifyMode: 1,
    punchState: at % 2,
    workCode: 0,
  }));
}
