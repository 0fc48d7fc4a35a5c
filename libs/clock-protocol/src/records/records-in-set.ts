import { ClockProtocolError } from '../errors.js';

const SIZE_WORD_BYTES = 4;
/** Seen at the head of some sets of 40-byte records; what they mean is not known. */
const STRAY = Buffer.from([0xff, 0x32, 0x35, 0x35, 0, 0, 0, 0, 0]);
const RECORD_BYTES_AFTER_STRAY = 40;

/** As many bytes of a set as {@link recordsOffset} looks at. */
export const SET_HEAD_BYTES = SIZE_WORD_BYTES + STRAY.length;

/**
 * Where the records of a data set begin. The set is u32 total · records, and the total must be the length of what follows;
 * nine stray bytes may stand before it or after it, counted or not.
 * @param head the first bytes of the set, {@link SET_HEAD_BYTES} or the whole of a shorter set
 * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when the total is not what follows
 */
export function recordsOffset(head: Buffer, setBytes: number): number {
  const stated = head.length >= SIZE_WORD_BYTES ? head.readUInt32LE(0) : -1;
  const following = setBytes - SIZE_WORD_BYTES;
  const afterStray = setBytes - SET_HEAD_BYTES;
  if (head.length >= SET_HEAD_BYTES && afterStray % RECORD_BYTES_AFTER_STRAY === 0) {
    const strayAfterTotal =
      STRAY.equals(head.subarray(SIZE_WORD_BYTES, SET_HEAD_BYTES)) &&
      (stated === following || stated === afterStray);
    const strayBeforeTotal =
      STRAY.equals(head.subarray(0, STRAY.length)) && head.readUInt32LE(STRAY.length) === afterStray;
    if (strayAfterTotal || strayBeforeTotal) return SET_HEAD_BYTES;
  }
  if (stated !== following) {
    throw new ClockProtocolError(
      'CLOCK.SIZE_MISMATCH',
      `the set of ${setBytes} bytes states ${stated} bytes of records`,
    );
  }
  return SIZE_WORD_BYTES;
}
