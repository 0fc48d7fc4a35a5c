/** The only commands a clock is ever given: to count a period of its log, and to send it again. */
export type PushCommandKind = 'verify-sum' | 'query-attlog';

export interface PushCommand {
  /** 1 to 16 letters and digits, never used twice. */
  readonly id: string;
  readonly kind: PushCommandKind;
  /** First and last second of the period, the clock's own time, `2026-10-20T08:41:00`. */
  readonly from: string;
  readonly until: string;
}

const WORDS: Readonly<Record<PushCommandKind, string>> = {
  'verify-sum': 'VERIFY SUM ATTLOG',
  'query-attlog': 'DATA QUERY ATTLOG',
};

const ID = /^[A-Za-z0-9]{1,16}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;
const LINE =
  /^C:([A-Za-z0-9]{1,16}):(VERIFY SUM|DATA QUERY) ATTLOG StartTime=([\d-]{10}) ([\d:]{8})\tEndTime=([\d-]{10}) ([\d:]{8})$/;

/**
 * A command as a clock reads it: `C:<id>:<command>`.
 *
 * @throws RangeError for an id or a time that a clock would misread
 */
export function commandLine({ id, kind, from, until }: PushCommand): string {
  if (!ID.test(id)) throw new RangeError(`"${id}" is not a command id: 1 to 16 letters and digits`);
  if (!TIME.test(from) || !TIME.test(until)) throw new RangeError(`not a period: ${from} to ${until}`);
  return `C:${id}:${WORDS[kind]} StartTime=${spaced(from)}\tEndTime=${spaced(until)}`;
}

/** What a clock would do with a line, or `null` when it is none of the commands we give. */
export function parseCommandLine(line: string): PushCommand | null {
  const [, id, words, fromDate, fromTime, untilDate, untilTime] = LINE.exec(line) ?? [];
  if (id === undefined) return null;
  return {
    id,
    kind: words === 'VERIFY SUM' ? 'verify-sum' : 'query-attlog',
    from: `${fromDate}T${fromTime}`,
    until: `${untilDate}T${untilTime}`,
  };
}

/** What a clock says it has done. */
export interface CommandResult {
  readonly id: string;
  /** 0 is good; negative is a refusal, such as −1002 “not supported”. */
  readonly returnCode: number;
  /** How many punches it counted; `null` when it states none. */
  readonly sum: number | null;
}

const COUNT = /^\d{1,9}$/;
const RETURN_CODE = /^-?\d{1,9}$/;

/** Reads the lines of `POST /iclock/devicecmd`. A line that is no result is passed over. */
export function parseCommandResults(text: string): CommandResult[] {
  return text
    .split(/\r?\n/)
    .map(resultOf)
    .filter((result) => result !== null);
}

function resultOf(line: string): CommandResult | null {
  const values = new Map(
    line.split('&').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const id = values.get('id') ?? '';
  const returned = values.get('return') ?? '';
  if (!ID.test(id) || !RETURN_CODE.test(returned)) return null;
  const sum = values.get('attlogsum') ?? values.get('attlogcount') ?? '';
  return { id, returnCode: Number(returned), sum: COUNT.test(sum) ? Number(sum) : null };
}

function spaced(time: string): string {
  return time.replace('T', ' ');
}
