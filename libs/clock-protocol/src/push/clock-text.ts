const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const gbk = new TextDecoder('gbk');

const LF = 0x0a;
const NUL = 0x00;
const SUB = 0x1a;
const CR = 0x0d;
const TAB = 0x09;

/**
 * The text of bytes a clock sent: UTF-8 where they are, otherwise GBK, which Chinese firmware uses for
 * names. What is neither keeps U+FFFD in the place of its bytes; it never fails.
 */
export function decodeClockText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return gbk.decode(bytes);
  }
}

/** Cuts bytes at LF or CR LF; a trailing NUL or SUB, and lines without a visible character, are no lines. */
export function splitLines(body: Uint8Array): { readonly line: number; readonly bytes: Uint8Array }[] {
  const lines: { line: number; bytes: Uint8Array }[] = [];
  let start = 0;
  for (let line = 1; start < body.length; line += 1) {
    const end = body.indexOf(LF, start);
    const stop = end === -1 ? body.length : end;
    const bytes = withoutTail(body.subarray(start, stop));
    if (bytes.length > 0) lines.push({ line, bytes });
    start = stop + 1;
  }
  return lines;
}

function withoutTail(line: Uint8Array): Uint8Array {
  let end = line.length;
  while (end > 0 && [NUL, SUB, CR].includes(line[end - 1]!)) end -= 1;
  const kept = line.subarray(0, end);
  return kept.every((byte) => byte === 0x20 || byte === TAB) ? new Uint8Array() : kept;
}

/** Number, time, state, verify, work code and two reserved ones; in files one of them is the device. */
const PUNCH_COLUMNS = 7;
const LONGEST_COLUMN = 32;

/**
 * The columns of a line that describe a punch, as sent. Some firmware appends body temperature, the number
 * of an identity card or a position: nobody here may keep those, nor a column too long to be any of ours.
 */
export function punchColumns(line: Uint8Array): Uint8Array {
  let end = 0;
  for (let column = 0, start = 0; column < PUNCH_COLUMNS && start <= line.length; column += 1) {
    const tab = line.indexOf(TAB, start);
    const stop = tab === -1 ? line.length : tab;
    if (stop - start > LONGEST_COLUMN) break;
    end = stop;
    start = stop + 1;
  }
  return line.subarray(0, end);
}

const NUMBER = /^[^\s\p{C}\ufffd]{1,24}$/u;
/** The database knows no year 0. */
const TIME = /^((?!0000)\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;
const SMALL = /^\d{1,5}$/;
const WORK_CODE = /^\d{1,15}$/;

/** An enrolment number as a clock pads it, or `null` when it cannot be one. */
export function enrolmentNumber(text: string | undefined): string | null {
  const number = text?.trim() ?? '';
  return NUMBER.test(number) ? number : null;
}

/** `2026-10-20T08:41:00` as stated, which may be an impossible date; `null` when it is no time at all. */
export function statedTime(text: string | undefined): string | null {
  const match = TIME.exec(text?.trim() ?? '');
  return match ? `${match[1]}T${match[2]}` : null;
}

/** What is kept where a clock says nothing of state or verify mode: 255, the clocks' own word for undefined. */
export const NOT_SAID = 255;

/** A state or verify mode; {@link NOT_SAID} when the column is missing or empty, `null` when it is no number. */
export function smallNumber(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return NOT_SAID;
  return SMALL.test(trimmed) && Number(trimmed) <= 0xffff ? Number(trimmed) : null;
}

/** A work code; 0 when there is none or it is no number: a punch is not lost over it, and its bytes are kept. */
export function workCodeOf(text: string | undefined): number {
  const trimmed = text?.trim() ?? '';
  return WORK_CODE.test(trimmed) ? Number(trimmed) : 0;
}
