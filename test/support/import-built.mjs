import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Types and tests see the sources; what runs is the output of the build. A named import that a CommonJS package does
// not have, or an alias that was not rewritten, shows only here.

const root = new URL('../../', import.meta.url);

/** Programs start when they are imported: each is started with a mistake it has to name, and so ends at once. */
const programs = [
  { main: 'apps/api/src/main', args: [], env: { PORT: 'none' }, status: 1, says: 'CONFIG.INVALID' },
  { main: 'apps/worker/src/main', args: [], env: { PORT: 'none' }, status: 1, says: 'CONFIG.INVALID' },
  { main: 'apps/standalone/src/main', args: [], env: { PORT: 'none' }, status: 1, says: 'CONFIG.INVALID' },
  { main: 'apps/cli/src/main', args: ['--help'], env: {}, status: 0, says: 'Usage: cunqin' },
];

const built = ['apps', 'libs', 'migrations'].flatMap((room) =>
  readdirSync(new URL(room, root), { recursive: true })
    .map((path) => `${room}/${path}`)
    .filter((path) => /^(?!.*\/testing\/).*(?<!\.spec|\.d|\/main)\.ts$/.test(path))
    .map((path) => path.replace(/\.ts$/, '')),
);

const failures = [];
for (const path of built) {
  try {
    await import(new URL(`dist/${path}.js`, root).href);
  } catch (failure) {
    failures.push(`${path}: ${failure.message}`);
  }
}
for (const { main, args, env, status, says } of programs) {
  const file = fileURLToPath(new URL(`dist/${main}.js`, root));
  const run = spawnSync(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  const said = run.stdout + run.stderr;
  if (run.status !== status || !said.includes(says)) {
    failures.push(`${main}: ended with ${run.status ?? run.signal}, saying ${said.trim()}`);
  }
}

for (const failure of failures) process.stderr.write(`${failure}\n`);
process.stdout.write(
  `built output: ${built.length} files and ${programs.length} programs, ${failures.length} that cannot be loaded\n`,
);
process.exit(failures.length === 0 ? 0 : 1);
