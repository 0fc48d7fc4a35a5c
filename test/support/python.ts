import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Whether `python3` can be started here. Where it cannot, what the independent verifier would say is left out
 * with a loud sentence; on a build server (`CI=true`) it fails instead.
 */
export function pythonIsInstalled(): boolean {
  if (spawnSync('python3', ['--version']).status === 0) return true;
  if (process.env['CI'] === 'true')
    throw new Error('python3 is not installed: CI must run the independent verifier');
  process.stderr.write(
    '\n!!! python3 is not installed: THE INDEPENDENT VERIFIER IS NOT TESTED in this run !!!\n\n',
  );
  return false;
}

/** Runs a program of Python. */
export async function runPython(
  ...words: string[]
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn('python3', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { status: child.exitCode, stdout, stderr };
}
