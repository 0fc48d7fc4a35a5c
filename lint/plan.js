import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The libs from the bottom up: each may import only those before it. */
export const libOrder = [
  'platform',
  'work-calendar',
  'clock-protocol',
  'accounts',
  'roster',
  'punch-ledger',
  'clocks',
  'absences',
  'checklists',
  'visit-days',
  'assessment',
  'settlement',
  'bulletins',
];

/** Libs without a `domain/` folder that are pure from end to end. */
const pureLibs = ['work-calendar'];

/** The error catalogue beside a lib is what its domain says “no” with, and as pure. */
const catalogue = /^libs\/[^/]+\/src\/[^/]+-errors\.ts$/;

/**
 * Where a file lives, from its path relative to the repository.
 *
 * @returns {{ kind: 'lib' | 'app' | 'migrations' | 'test' | 'elsewhere', name?: string, inDomain: boolean, forTests: boolean }}
 */
export function roomOf(path) {
  const [top, name] = path.split('/');
  const forTests = /\.spec\.ts$|\/testing\//.test(path);
  if (top === 'libs') {
    const inDomain =
      path.startsWith(`libs/${name}/src/domain/`) || pureLibs.includes(name) || catalogue.test(path);
    return { kind: 'lib', name, inDomain, forTests };
  }
  if (top === 'apps') return { kind: 'app', name, inDomain: false, forTests };
  if (top === 'migrations') return { kind: 'migrations', inDomain: false, forTests };
  if (top === 'test') return { kind: 'test', inDomain: false, forTests: true };
  return { kind: 'elsewhere', inDomain: false, forTests };
}

/** The path of a file relative to the repository, with forward slashes. */
export function pathInRepository(file) {
  return relative(root, file).split(sep).join('/');
}

/**
 * The repository path a specifier leads to: `@cunqin/roster` → `libs/roster/src/index.ts`.
 * `undefined` for packages and Node's own modules.
 */
export function targetOf(specifier, importer) {
  const own = /^@cunqin\/([^/]+)(\/.*)?$/.exec(specifier);
  if (own) {
    if (specifier === '@cunqin/platform/errors') return 'libs/platform/src/errors/coded-error.ts';
    return own[2] === undefined ? `libs/${own[1]}/src/index.ts` : `libs/${own[1]}${own[2]}`;
  }
  if (!specifier.startsWith('.')) return undefined;
  const file = resolve(root, dirname(importer), specifier);
  const source = file.replace(/\.js$/, '.ts');
  return pathInRepository(existsSync(source) || !existsSync(file) ? source : file);
}
