import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { punchText, type Given } from './outcome.js';
import type { BetweenReads } from './read-ours.js';

/** node-zklib waits 10 seconds for a chunk by itself. */
const TIME_LIMIT_MS = 20_000;

export type Peer = 'node-zklib' | 'zkteco-js';

const REPLY = z.object({
  punches: z.array(z.object({ number: z.string(), time: z.string() })).nullable(),
  error: z.string().nullable(),
});

/** Reads with a package from npm in a process of its own, twice when something happens in between. */
export async function readPeer(
  peer: Peer,
  medium: 'tcp' | 'udp',
  target: { readonly host: string; readonly port: number },
  between: BetweenReads,
): Promise<Given> {
  const program = fileURLToPath(new URL(`peers/${peer}.mjs`, import.meta.url));
  // zkteco-js writes a log file into its working directory.
  const child = fork(program, [], { cwd: tmpdir(), stdio: 'ignore', execArgv: [] });
  try {
    let given = await readOnce(child, { ...target, medium });
    if (between !== null && given.kind === 'records') {
      between();
      given = await readOnce(child, { ...target, medium });
    }
    return given;
  } finally {
    child.kill('SIGKILL');
  }
}

function readOnce(child: ChildProcess, target: object): Promise<Given> {
  return new Promise((resolve) => {
    const settle = (given: Given): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(given);
    };
    const timer = setTimeout(() => settle({ kind: 'failed', how: 'never ended' }), TIME_LIMIT_MS);
    child.once('exit', (code, signal) => settle({ kind: 'failed', how: `ended with ${code ?? signal}` }));
    child.once('error', (error) => settle({ kind: 'failed', how: error.message }));
    child.once('message', (message) => settle(given(message)));
    child.send(target);
  });
}

function given(message: unknown): Given {
  const { punches, error } = REPLY.parse(message);
  if (punches === null) return { kind: 'error', error: error ?? 'no reason' };
  const texts = punches.map(({ number, time }) => punchText(number, time));
  return error === null
    ? { kind: 'records', punches: texts }
    : { kind: 'records-and-error', punches: texts, error };
}
