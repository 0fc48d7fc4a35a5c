import type { LiveEvent } from '../driver.js';
import { decodeEventTime } from '../wire/time-code.js';
import { paddedTextLength } from './padded-text.js';

const TEXT_BYTES = 24;
const TIME_BYTES = 6;

/** Where number and time stand in a payload, by its length. */
interface EventLayout {
  readonly number: 'u16' | 'u32' | 'text';
  readonly timeAt: number;
}

const SHORT: EventLayout = { number: 'u16', timeAt: 4 };
const TEXTUAL: EventLayout = { number: 'text', timeAt: 26 };

/** 14 is 10 with a tail of unknown bytes; 36, 37 and 52 are 32 with one. */
const EVENT_LAYOUTS: ReadonlyMap<number, EventLayout> = new Map([
  [10, SHORT],
  [12, { number: 'u32', timeAt: 6 }],
  [14, SHORT],
  [32, TEXTUAL],
  [36, TEXTUAL],
  [37, TEXTUAL],
  [52, TEXTUAL],
]);

/** Who punched and when, from the payload of an attendance event; `null` for what cannot be made out. */
export function decodeLiveEvent(payload: Buffer): LiveEvent {
  const layout = EVENT_LAYOUTS.get(payload.length);
  if (layout === undefined) return { number: null, clockTime: null };
  return {
    number: numberIn(payload, layout),
    clockTime: decodeEventTime(payload.subarray(layout.timeAt, layout.timeAt + TIME_BYTES)),
  };
}

function numberIn(payload: Buffer, { number }: EventLayout): string | null {
  switch (number) {
    case 'u16':
      return String(payload.readUInt16LE(0));
    case 'u32':
      return String(payload.readUInt32LE(0));
    case 'text': {
      const length = paddedTextLength(payload, 0, TEXT_BYTES);
      return length === 0 ? null : payload.toString('latin1', 0, length);
    }
  }
}
