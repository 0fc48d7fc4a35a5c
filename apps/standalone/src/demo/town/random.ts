/** A source of chance that gives the same sequence for the same seed and labels, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer, both ends included. */
  integer(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Each entry with its weight; weights need not sum to one. */
  pickWeighted<T>(list: readonly (readonly [T, number])[]): T;
  normal(mean: number, deviation: number): number;
  shuffled<T>(list: readonly T[]): T[];
}

/** FNV-1a, 32 bit: spreads a label over the whole state so that neighbouring labels give unrelated streams. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, additions, shifts and one rotation. */
function sfc32(seed: number, stream: number): () => number {
  let a = seed | 0;
  let b = Math.trunc(seed / 0x1_0000_0000) | 0;
  let c = stream | 0;
  let counter = 1;
  const step = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // The first outputs still show the seed; the author's own seeding discards twelve or more.
  for (let i = 0; i < 16; i += 1) step();
  return step;
}

/**
 * The stream of chance for one purpose, e.g. `randomStream(seed, 'visits', 'C007')`. Every purpose has its own,
 * so that a change in one habit does not shift the rest of the town.
 */
export function randomStream(seed: number, ...labels: readonly string[]): Random {
  const next = sfc32(seed, hashText(labels.join('/')));
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[integer(0, list.length - 1)] as T;
  };
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    pickWeighted: <T>(list: readonly (readonly [T, number])[]): T => {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [entry, weight] of list) {
        left -= weight;
        if (left < 0) return entry;
      }
      return pick(list)[0];
    },
    normal: (mean, deviation) => {
      // Twelve uniforms less six: only additions, so no engine's logarithm or cosine can change the town.
      let sum = -6;
      for (let i = 0; i < 12; i += 1) sum += next();
      return mean + sum * deviation;
    },
    shuffled: <T>(list: readonly T[]): T[] => {
      const rest = [...list];
      const result: T[] = [];
      while (rest.length > 0) result.push(...rest.splice(integer(0, rest.length - 1), 1));
      return result;
    },
  };
}
