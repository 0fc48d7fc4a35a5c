import { seededRandom } from '../seeded-random.js';
import { offByOneChecksum, wrongChecksum } from './checksums.js';
import type { ClockProfile, ProfileFactory } from './clock-profile.js';
import { clockJumping, clockWrong } from './clock-time.js';
import { commKey } from './comm-key.js';
import { udpDuplicate, udpLoss, udpReorder } from './datagrams.js';
import { eventStorm } from './event-storm.js';
import { layoutProfile } from './layouts.js';
import { drop, garbage, glued, slow, split, stall } from './line-moods.js';
import { logCleared } from './log-cleared.js';
import { impossibleDate, longNumbers, strayBytes } from './memory-contents.js';
import { error1503, inline, legacy, noCloseAck, oneClient, sessionZero } from './reading-dialects.js';
import { freeSizes4, wrongCount } from './stated-counts.js';
import { wrongSize } from './wrong-size.js';

const FACTORIES: ReadonlyMap<string, ProfileFactory> = new Map([
  ['8a', layoutProfile('8a')],
  ['8b', layoutProfile('8b')],
  ['16', layoutProfile('16')],
  ['40', layoutProfile('40')],
  ['49', layoutProfile('49')],
  ['comm-key', commKey],
  ['split', split],
  ['glued', glued],
  ['slow', slow],
  ['drop', drop],
  ['stall', stall],
  ['wrong-count', wrongCount],
  ['wrong-size', wrongSize],
  ['wrong-checksum', wrongChecksum],
  ['off-by-one-checksum', offByOneChecksum],
  ['garbage', garbage],
  ['clock-wrong', clockWrong],
  ['clock-jumping', clockJumping],
  ['event-storm', eventStorm],
  ['log-cleared', logCleared],
  ['udp-loss', udpLoss],
  ['udp-reorder', udpReorder],
  ['udp-duplicate', udpDuplicate],
  ['legacy', legacy],
  ['inline', inline],
  ['no-close-ack', noCloseAck],
  ['session-zero', sessionZero],
  ['stray-bytes', strayBytes],
  ['impossible-date', impossibleDate],
  ['long-numbers', longNumbers],
  ['one-client', oneClient],
  ['error-1503', error1503],
  ['free-sizes-4', freeSizes4],
]);

/** Everything an emulated clock can be told to be. */
export const PROFILE_NAMES: readonly string[] = [...FACTORIES.keys()];

/** There is no such profile, or not with this argument. */
export class UnknownProfileError extends RangeError {
  override readonly name = 'UnknownProfileError';

  constructor(
    readonly profile: string,
    options?: ErrorOptions,
  ) {
    super(`no such profile: ${profile}`, options);
  }
}

/**
 * The profiles of a text such as `8a,split:3,event-storm`, in the order given; none for an empty text.
 * @throws UnknownProfileError for a profile that does not exist, is named twice, or cannot have its argument
 */
export function parseProfiles(text: string, seed: number): ClockProfile[] {
  const random = seededRandom(seed);
  const named = new Set<string>();
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split(':');
      const factory = FACTORIES.get(name);
      if (factory === undefined || named.has(name)) throw new UnknownProfileError(part);
      named.add(name);
      try {
        return factory({ argument: rest.length === 0 ? null : rest.join(':'), random });
      } catch (error) {
        throw new UnknownProfileError(part, { cause: error });
      }
    });
}
