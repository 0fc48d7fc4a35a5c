/** A punch of one person, as far as it can be held against the same person's others. */
export interface PunchOfHolder {
  readonly id: string;
  /** Seconds of the clock's own time. */
  readonly at: number;
  /** Where the clock stood that day; `null`: nowhere. */
  readonly villageCode: string | null;
  /** What speaks against its own time. */
  readonly suspicions: readonly string[];
  /** The latest review, or `null`. */
  readonly accepted: boolean | null;
}

/** What other punches say against a punch. */
export interface FarVillagesDoubt {
  readonly id: string;
  /** Ids of the punches it cannot be true together with, in order of time. */
  readonly because: readonly string[];
  /** A reviewer has refused every one of those: nothing speaks against this one any more. */
  readonly settled: boolean;
}

/** Whether a punch proves a visit: `suspect` until somebody decides. */
export type Standing = 'good' | 'suspect' | 'refused';

/**
 * Nobody is in two villages within minutes: one of two such punches was made by somebody else, or at a clock
 * that is wrong. Which one nobody can know from the punches, so both are in doubt, in whatever order they
 * arrived. Two punches exactly `minutes` apart are too close, one second more is not. A punch whose own time is
 * in doubt, or which was refused for it, says nothing about others.
 *
 * @param punches of one person, in any order
 * @param minutesAt how many minutes are too few at a time; 0: the rule is off
 */
export function farVillages(
  punches: readonly PunchOfHolder[],
  minutesAt: (at: number) => number,
): FarVillagesDoubt[] {
  const believable = punches
    .filter(
      ({ suspicions, accepted, villageCode }) =>
        villageCode !== null && (suspicions.length === 0 || accepted === true),
    )
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const against = new Map<string, PunchOfHolder[]>();
  believable.forEach((later, index) => {
    const closest = minutesAt(later.at) * 60;
    if (closest === 0) return;
    for (let before = index - 1; before >= 0; before -= 1) {
      const earlier = believable[before] as PunchOfHolder;
      if (later.at - earlier.at > closest) break;
      if (earlier.villageCode === later.villageCode) continue;
      against.set(later.id, [...(against.get(later.id) ?? []), earlier]);
      against.set(earlier.id, [...(against.get(earlier.id) ?? []), later]);
    }
  });
  return believable.flatMap(({ id }) => {
    const others = against.get(id);
    if (others === undefined) return [];
    const inOrder = [...others].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    return [
      {
        id,
        because: inOrder.map((other) => other.id),
        settled: inOrder.every(({ accepted }) => accepted === false),
      },
    ];
  });
}

/** What a punch proves, given what speaks against it and what a reviewer said. */
export function standingOf(
  { suspicions, accepted }: Pick<PunchOfHolder, 'suspicions' | 'accepted'>,
  doubt: FarVillagesDoubt | undefined,
): Standing {
  if (suspicions.length === 0 && doubt === undefined) return 'good';
  if (accepted !== null) return accepted ? 'good' : 'refused';
  return suspicions.length === 0 && doubt?.settled === true ? 'good' : 'suspect';
}
