import { describe, expect, it } from '@jest/globals';
import { commandLine, parseCommandLine, parseCommandResults, type PushCommand } from './commands.js';

const period = { from: '2026-10-19T00:00:00', until: '2026-10-25T23:59:59' };

describe('a command', () => {
  it('is one line with its id, its words and its period, separated by a tab', () => {
    expect(commandLine({ id: 'a1', kind: 'verify-sum', ...period })).toBe(
      'C:a1:VERIFY SUM ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-25 23:59:59',
    );
    expect(commandLine({ id: 'a2', kind: 'query-attlog', ...period })).toBe(
      'C:a2:DATA QUERY ATTLOG StartTime=2026-10-19 00:00:00\tEndTime=2026-10-25 23:59:59',
    );
  });

  it.each<PushCommand>([
    { id: 'a1', kind: 'verify-sum', ...period },
    { id: '0123456789abcdef', kind: 'query-attlog', ...period },
  ])('is read by a clock as it was meant: $kind', (command) => {
    expect(parseCommandLine(commandLine(command))).toEqual(command);
  });

  it.each(['', 'a-1', '0123456789abcdef0', '考勤'])(
    'has an id of 1 to 16 letters and digits, not %j',
    (id) => {
      expect(() => commandLine({ id, kind: 'verify-sum', ...period })).toThrow(RangeError);
    },
  );

  it('never carries a line end or anything else in its period', () => {
    const injected = {
      id: 'a1',
      kind: 'verify-sum',
      from: period.from,
      until: '2026-10-25T23:59:59\nC:1:REBOOT',
    };
    expect(() => commandLine(injected as PushCommand)).toThrow(RangeError);
  });

  it.each(['C:1:CLEAR LOG', 'C:1:Shell ls', 'C:1:PutFile a\tb', 'C:1:DATA QUERY USERINFO PIN=1', 'OK'])(
    'is none of ours when it is %j',
    (line) => expect(parseCommandLine(line)).toBeNull(),
  );
});

describe('results of commands', () => {
  it('come one a line, with the sum that was asked for', () => {
    const text =
      'ID=a1&Return=0&CMD=VERIFY SUM&StartTime=2026-10-19 00:00:00&EndTime=2026-10-25 23:59:59&AttlogSum=42\n' +
      'ID=a2&Return=-1002&CMD=DATA\r\n';
    expect(parseCommandResults(text)).toEqual([
      { id: 'a1', returnCode: 0, sum: 42 },
      { id: 'a2', returnCode: -1002, sum: null },
    ]);
  });

  it.each(['', 'hello', 'ID=&Return=0', 'ID=a1&Return=maybe', 'ID=a1', 'Return=0', 'ID=../x&Return=0'])(
    'are passed over when they are none: %j',
    (text) => expect(parseCommandResults(text)).toEqual([]),
  );

  it('have no sum when it is no number', () => {
    expect(parseCommandResults('ID=a1&Return=0&AttlogSum=-3')).toMatchObject([{ sum: null }]);
  });
});
