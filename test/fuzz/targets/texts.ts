import { gzipSync } from 'node:zlib';
import { parsePunchCsv, PUNCH_CSV_HEADER, PunchCsvError, punchCsvLine } from '@cunqin/clock-protocol';
import { parseAttlogUpload } from '../../../libs/clock-protocol/src/push/attlog-lines.js';
import { decodeClockText } from '../../../libs/clock-protocol/src/push/clock-text.js';
import {
  commandLine,
  parseCommandLine,
  parseCommandResults,
} from '../../../libs/clock-protocol/src/push/commands.js';
import { parseOperlogUpload } from '../../../libs/clock-protocol/src/push/operlog-lines.js';
import { PushBodyError, unpackBody } from '../../../libs/clock-protocol/src/push/push-body.js';
import { AttlogFileError, parseAttlogFile } from '../../../libs/clock-protocol/src/usb/attlog-file.js';
import { hold, refusable, type FuzzTarget } from '../target.js';

const text = (...lines: readonly string[]): Buffer => Buffer.from(lines.join(''), 'utf8');

const UPLOADS = [
  text('17\t2026-10-20 08:41:00\t0\t1\t0\t0\t0\n', '9001\t2026-10-20 15:10:09\t1\t15\t0\t0\t0\n'),
  text('A-7\t2026-02-31 08:00:00\t255\t25\r\n', '3\t2026-10-20 08:41:00\n'),
  Buffer.concat([text('5\t2026-10-20 08:41:00\t0\t1\t0\t'), Buffer.from('d5c5c8fd', 'hex'), text('\n')]),
];

const FILES = [
  text('      17\t2026-10-20 08:41:00\t1\t0\t1\t0\r\n', '     203\t2026-10-20 15:10:09\t1\t1\t15\t0\r\n\0'),
  text('17 2026-10-20 08:41:00 1 0 1 0\n', '18 2026-10-20 08:42:00\n\x1a'),
];

const BODY_LIMIT_BYTES = 16_384;

/** Lines are punches or set aside, none is lost, and a punch is a line that came. */
export const attlogUpload: FuzzTarget = {
  name: 'push: punches',
  corpus: UPLOADS,
  feed: (input) => {
    const { punches, quarantined, lines } = parseAttlogUpload(input);
    hold(punches.length + quarantined.length === lines, 'every line is a punch or set aside');
    hold(lines <= 1 + count(input, 0x0a), 'no more lines than line ends');
    for (const { raw, number, index } of punches) {
      hold(index < lines && contains(input, raw), 'a punch is a line that came');
      hold(decodeClockText(raw).includes(number), 'its number stands in that line');
    }
    hold(
      quarantined.every(({ bytes }) => bytes === null || contains(input, bytes)),
      'what is set aside is a line that came',
    );
    return punches.length > 0;
  },
};

/** Every line is an operation, set aside or left unread. */
export const operlogUpload: FuzzTarget = {
  name: 'push: operations',
  corpus: [
    text('OPLOG 0\t0\t2026-10-20 08:00:00\t0\t0\t0\t0\n', 'OPLOG 21\t1\t2026-10-20 08:01:00\t0\t0\t0\t0\n'),
    text('USER PIN=17\tName=', '\u5f20\u4e09\tPri=0\n', 'FP PIN=17\tFID=6\tSize=8\tValid=1\tTMP=QUJD\n'),
  ],
  feed: (input) => {
    const { operations, quarantined, dropped, lines } = parseOperlogUpload(input);
    hold(
      operations.length + quarantined.length + dropped === lines && dropped >= 0,
      'every line is accounted for',
    );
    return operations.length > 0;
  },
};

/** A compressed body never grows beyond the limit. */
export const pushBody: FuzzTarget = {
  name: 'push: body',
  corpus: [...UPLOADS, ...UPLOADS.map((upload) => gzipSync(upload)), gzipSync(Buffer.alloc(1_000_000))],
  feed: async (input) => {
    try {
      hold(
        (await unpackBody(input, BODY_LIMIT_BYTES)).length <= BODY_LIMIT_BYTES,
        'a body is within its limit',
      );
      return true;
    } catch (error) {
      if (error instanceof PushBodyError) return false;
      throw error;
    }
  },
};

/** A command that is understood is the line that came. */
export const pushCommand: FuzzTarget = {
  name: 'push: commands and results',
  corpus: [
    text('C:7:DATA QUERY ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-25 23:59:59'),
    text('C:ab12:VERIFY SUM ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-25 23:59:59'),
    text('ID=7&Return=0&CMD=DATA\n', 'ID=8&Return=-1002&CMD=VERIFY SUM&ATTLOGCount=12\n'),
  ],
  feed: (input) => {
    const line = input.toString('utf8');
    const command = parseCommandLine(line);
    const again = command === null ? null : refusable(() => commandLine(command), RangeError);
    hold(again === null || again === line, 'a command is the line that came');
    const results = parseCommandResults(line);
    hold(
      results.every(({ id }) => line.includes(id)),
      'a result names an id that came',
    );
    return command !== null || results.length > 0;
  },
};

/** All lines of a file are punches, or the file is refused. */
export const attlogFile: FuzzTarget = {
  name: 'USB file',
  corpus: FILES,
  feed: (input) => {
    const punches = refusable(() => parseAttlogFile(input), AttlogFileError);
    if (punches === null) return false;
    hold(punches.length <= 1 + count(input, 0x0a), 'no more punches than line ends');
    for (const { raw, number } of punches) {
      hold(contains(input, raw), 'a punch is a line that came');
      hold(decodeClockText(raw).includes(number), 'its number stands in that line');
    }
    return punches.length > 0;
  },
};

/** A file of ours that is read is written the same again. */
export const punchCsv: FuzzTarget = {
  name: 'punch file',
  corpus: [
    text(PUNCH_CSV_HEADER, '0,17,2026-10-20T08:41:00,1,0,0\n', '1,"A,1",2026-02-31T08:00:00,15,255,7\n'),
  ],
  feed: (input) => {
    const rows = refusable(() => parsePunchCsv(input.toString('utf8')), PunchCsvError);
    if (rows === null) return false;
    const again = parsePunchCsv(PUNCH_CSV_HEADER + rows.map(punchCsvLine).join(''));
    hold(JSON.stringify(again) === JSON.stringify(rows), 'rows written and read again are the same rows');
    return rows.length > 0;
  },
};

function count(input: Buffer, byte: number): number {
  let found = 0;
  for (const candidate of input) if (candidate === byte) found += 1;
  return found;
}

function contains(input: Buffer, part: Uint8Array): boolean {
  return input.includes(Buffer.from(part));
}
