import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { pathInRepository, root, targetOf } from './plan.js';
import { specifierVisitors } from './specifiers.js';

/** path → its imports inside the repository, as of the file's last change. */
const importsOfFile = new Map();

/** No file may lead back to itself through its imports. Types count too: a circle of types is still one room. */
export const noImportCycle = {
  meta: {
    type: 'problem',
    docs: { description: 'no file leads back to itself through its imports' },
    messages: { cycle: 'Import cycle: {{way}}.' },
  },
  create(context) {
    const importer = pathInRepository(context.filename);
    return specifierVisitors(({ node, specifier }) => {
      const target = specifier === undefined ? undefined : targetOf(specifier, importer);
      const way = target === undefined ? undefined : wayBack(target, importer);
      if (way) context.report({ node, messageId: 'cycle', data: { way: [importer, ...way].join(' → ') } });
    });
  },
};

/** The shortest way along imports from one file to another, both included; `undefined` when there is none. */
function wayBack(from, to) {
  const cameFrom = new Map([[from, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === to) return wayTo(file, cameFrom);
    for (const next of importsOf(file)) {
      if (!cameFrom.has(next)) cameFrom.set(next, file);
    }
  }
}

function wayTo(end, cameFrom) {
  const way = [];
  for (let file = end; file !== undefined; file = cameFrom.get(file)) way.unshift(file);
  return way;
}

function importsOf(path) {
  const changedAt = statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
  if (changedAt === undefined) return [];
  const known = importsOfFile.get(path);
  if (known?.changedAt === changedAt) return known.targets;
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, path), 'utf8'));
  const targets = importedFiles
    .map(({ fileName }) => targetOf(fileName, path))
    .filter((target) => target !== undefined);
  importsOfFile.set(path, { changedAt, targets });
  return targets;
}
