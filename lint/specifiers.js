/**
 * ESLint visitors for everything that names a module in its text: imports, re-exports, `import()` and import types.
 *
 * @param {(use: { node: object, specifier: string | undefined, names: string[], typeOnly: boolean }) => void} visit
 *   `specifier` is `undefined` when it is computed; `names` are the imported names, `*` for all of them
 */
export function specifierVisitors(visit) {
  return {
    ImportDeclaration(node) {
      const typeOnly =
        node.importKind === 'type' ||
        (node.specifiers.length > 0 && node.specifiers.every(({ importKind }) => importKind === 'type'));
      visit({
        node: node.source,
        specifier: node.source.value,
        names: node.specifiers.map(importedName),
        typeOnly,
      });
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      const names = node.specifiers.map(({ local }) => nameOf(local));
      const typeOnly =
        node.exportKind === 'type' || node.specifiers.every(({ exportKind }) => exportKind === 'type');
      visit({ node: node.source, specifier: node.source.value, names, typeOnly });
    },
    ExportAllDeclaration(node) {
      const typeOnly = node.exportKind === 'type';
      visit({ node: node.source, specifier: node.source.value, names: ['*'], typeOnly });
    },
    ImportExpression(node) {
      const specifier = typeof node.source.value === 'string' ? node.source.value : undefined;
      visit({ node: node.source, specifier, names: ['*'], typeOnly: false });
    },
    TSImportType(node) {
      const names = node.qualifier?.type === 'Identifier' ? [node.qualifier.name] : ['*'];
      visit({ node, specifier: node.source.value, names, typeOnly: true });
    },
    TSExternalModuleReference(node) {
      visit({ node, specifier: node.expression.value, names: ['*'], typeOnly: false });
    },
  };
}

function importedName(specifier) {
  return specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '*';
}

function nameOf(identifier) {
  return identifier.type === 'Literal' ? identifier.value : identifier.name;
}
