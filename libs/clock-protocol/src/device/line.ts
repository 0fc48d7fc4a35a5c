import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

export type Medium = 'tcp' | 'udp';

/** What happens on the line, one after the other. On UDP every `write` is a datagram. */
export type LineStep =
  | { readonly kind: 'write'; readonly bytes: Buffer }
  | { readonly kind: 'pause'; readonly ms: number }
  /** The connection is cut; on UDP the clock falls silent. */
  | { readonly kind: 'hang-up' }
  /** The line stays up, and nothing comes any more. */
  | { readonly kind: 'go-silent' };

/** So many datagrams fit the receive buffer of any client. */
const DATAGRAMS_PER_PAUSE = 16;

/** Encoded packets as steps: on TCP a burst is one write, on UDP every packet is a datagram. */
export function lineSteps(bursts: readonly (readonly Buffer[])[], medium: Medium, gapMs: number): LineStep[] {
  const steps: LineStep[] = [];
  for (const [at, burst] of bursts.entries()) {
    if (at > 0) {
      const rests = medium === 'tcp' || at % DATAGRAMS_PER_PAUSE === 0;
      steps.push({ kind: 'pause', ms: rests ? gapMs : 0 });
    }
    const writes = medium === 'tcp' ? [Buffer.concat(burst)] : burst;
    for (const bytes of writes) steps.push({ kind: 'write', bytes });
  }
  return steps;
}

/**
 * A pause between two writes. It ends after a turn of the event loop, so that a client in the same process has been given
 * the write before, even when the process was busy for longer than the pause.
 */
export async function breathe(gapMs: number): Promise<void> {
  if (gapMs > 0) await wait(gapMs);
  await nextTurn();
}
