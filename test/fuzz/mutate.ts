const MOST_MUTATIONS = 6;
const MOST_BYTES = 4_096;
const TELLING_BYTES = [0x00, 0x01, 0x09, 0x0a, 0x0d, 0x1a, 0x20, 0x30, 0x39, 0x7f, 0x80, 0xff];

type Mutation = (input: Buffer, pick: (below: number) => number, other: Buffer) => Buffer;

const flipBit: Mutation = (input, pick) => {
  const changed = Buffer.from(input);
  const at = pick(changed.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << pick(8));
  return changed;
};

const setByte: Mutation = (input, pick) => {
  const changed = Buffer.from(input);
  changed[pick(changed.length)] = TELLING_BYTES[pick(TELLING_BYTES.length)] ?? 0;
  return changed;
};

const randomByte: Mutation = (input, pick) => {
  const changed = Buffer.from(input);
  changed[pick(changed.length)] = pick(256);
  return changed;
};

/** A length, a count or a time that is far off. */
const setWord: Mutation = (input, pick) => {
  const changed = Buffer.from(input);
  const value = [0, 1, 0x7fff_ffff, 0xffff_ffff, changed.length, pick(0x1_0000)][pick(6)] ?? 0;
  if (changed.length >= 4) changed.writeUInt32LE(value, pick(changed.length - 3));
  return changed;
};

const cut: Mutation = (input, pick) => input.subarray(0, pick(input.length + 1));

const dropPart: Mutation = (input, pick) => {
  const from = pick(input.length);
  return Buffer.concat([input.subarray(0, from), input.subarray(from + 1 + pick(48))]);
};

const repeatPart: Mutation = (input, pick) => {
  const from = pick(input.length);
  const part = input.subarray(from, from + 1 + pick(96));
  return Buffer.concat([input.subarray(0, from), part, part, input.subarray(from + part.length)]);
};

const insert: Mutation = (input, pick) => {
  const at = pick(input.length + 1);
  const filler = Buffer.alloc(1 + pick(12), TELLING_BYTES[pick(TELLING_BYTES.length)]);
  return Buffer.concat([input.subarray(0, at), filler, input.subarray(at)]);
};

const splice: Mutation = (input, pick, other) =>
  Buffer.concat([input.subarray(0, pick(input.length + 1)), other.subarray(pick(other.length + 1))]);

const rubbish: Mutation = (_input, pick) => Buffer.from(Array.from({ length: pick(200) }, () => pick(256)));

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  randomByte,
  setWord,
  setWord,
  cut,
  dropPart,
  repeatPart,
  insert,
  splice,
  rubbish,
];

/** One of the corpus after no, one or several mutations; at most 4,096 bytes. */
export function mutated(corpus: readonly Buffer[], random: () => number): Buffer {
  const pick = (below: number): number => Math.floor(random() * below);
  const seed = (): Buffer => corpus[pick(corpus.length)] ?? Buffer.alloc(0);
  let input = seed();
  for (let left = pick(MOST_MUTATIONS); left > 0; left -= 1) {
    const mutation = input.length === 0 ? insert : (MUTATIONS[pick(MUTATIONS.length)] ?? flipBit);
    input = mutation(input, pick, seed()).subarray(0, MOST_BYTES);
  }
  return input;
}
