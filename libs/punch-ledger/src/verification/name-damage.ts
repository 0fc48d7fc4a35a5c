import { GENESIS } from '../domain/chain.js';
import { type Classified, DamageClassifier } from '../domain/classify-damage.js';
import type { ChainDamage, DamageKind, RecordDamage } from '../domain/damage.js';
import { hashAt, linksBehind } from './chain-pages.repository.js';
import type { PlannedChain } from './ledger-plan.repository.js';
import { type NamedHead, punchesOfRead } from './named-heads.repository.js';
import type { Queryable } from './rows.js';

/** Damage to one chain, at the position where it was done. */
export interface NamedBreak extends Classified {
  readonly chain: PlannedChain;
}

/**
 * Says what was done to a chain.
 *
 * @param brokenAt the first position without an intact link that a walk came to
 * @returns `null` for a chain that is whole and as long as it must be
 */
export async function nameBreak(
  database: Queryable,
  chain: PlannedChain,
  brokenAt: number | null,
): Promise<NamedBreak | null> {
  const { expected, actual, last, outside } = chain;
  const lost = expected > last ? last + 1 : null;
  const position = brokenAt ?? lost;
  if (outside !== null && (outside < 1 || position === null)) {
    return { chain, position: outside, kind: 'inserted' };
  }
  if (position === null) return null;
  const hashBefore = (at: number): Promise<Buffer | null> | Buffer =>
    at === 1 ? GENESIS : hashAt(database, chain.kind, chain.chain, at - 1);
  const classifier = new DamageClassifier({
    position,
    previous: (await hashBefore(position)) ?? Buffer.alloc(0),
    beforePrevious: position > 1 ? await hashBefore(position - 1) : null,
    expected,
    actual,
  });
  for await (const link of linksBehind(database, chain.kind, chain.chain, position - 1, last)) {
    classifier.look(link);
  }
  return { chain, ...classifier.classify() };
}

/**
 * Says what was done to a chain that is whole in itself but does not end where a read says it did: somebody
 * computed hashes anew. Which of the read's punches it was cannot be known: the first is named.
 */
export async function nameLostHead(
  database: Queryable,
  clockId: number,
  { sequence, readId, appended }: NamedHead,
): Promise<ChainDamage> {
  const held = await punchesOfRead(database, clockId, readId);
  const kind: DamageKind = held > appended ? 'inserted' : held < appended ? 'missing' : 'changed';
  return { clockId, sequence: Math.max(1, sequence - appended + 1), kind };
}

/** A journal's damage, as records are named. */
export function ofJournal({ chain, position, kind }: NamedBreak): RecordDamage {
  return { table: 'journal', key: `${chain.chain}-${position}`, kind };
}
