import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root, roomOf, targetOf } from './plan.js';

/** The names a lib's front door hands on from its domain. */
export function upstreamDomainNames(lib) {
  const door = `libs/${lib}/src/index.ts`;
  const source = ts.createSourceFile(door, readFileSync(join(root, door), 'utf8'), ts.ScriptTarget.Latest);
  const names = new Set();
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) continue;
    const target = targetOf(statement.moduleSpecifier.text, door);
    if (target === undefined || !roomOf(target).inDomain) continue;
    for (const { name } of statement.exportClause?.elements ?? []) names.add(name.text);
  }
  return names;
}
