const DEFAULT_TICK = 50;
const MAX_COMM_KEY = 999_999;
const MASK = Buffer.from('ZKSO', 'latin1');

/**
 * The four bytes that prove knowledge of the comm key within one session; `tick` is any byte.
 * Key 1234 in session 0x1f2e with tick 50 gives `41 36 32 66`.
 * @throws RangeError when the key is not a whole number from 0 (none) to 999,999
 */
export function scrambleCommKey(key: number, session: number, tick: number = DEFAULT_TICK): Buffer {
  if (!isCommKey(key)) throw new RangeError('a comm key is a whole number from 0 to 999999');
  const mixed = Buffer.alloc(4);
  mixed.writeUInt32LE((reverseBits(key) + session) % 0x1_0000_0000);
  for (let at = 0; at < 4; at += 1) mixed[at]! ^= MASK[at]!;
  return Buffer.from([mixed[2]! ^ tick, mixed[3]! ^ tick, tick, mixed[1]! ^ tick]);
}

/** Whether a clock can have this comm key: 1 to 6 digits, 0 for none. */
export function isCommKey(key: number): boolean {
  return Number.isInteger(key) && key >= 0 && key <= MAX_COMM_KEY;
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    reversed = reversed * 2 + ((value >>> bit) & 1);
  }
  return reversed;
}
