import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * What a process says first. Its exit can be heard of before its last words; the end of the channel cannot.
 *
 * @throws Error when it ends without a word
 */
export async function heardFrom(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'disconnect').then((): never => {
    throw new Error(`${child.spawnargs.join(' ')} ended without a result`);
  });
  ended.catch(() => undefined);
  const [heard]: unknown[] = await Promise.race([once(child, 'message'), ended]);
  return heard;
}
