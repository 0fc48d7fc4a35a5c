/** `process.env` is read in one place, `libs/platform/src/config`; everything else takes a `Config`. */
export const environmentInConfig = {
  meta: {
    type: 'problem',
    docs: { description: 'the environment is read once, by loadConfig' },
    messages: { elsewhere: 'Only libs/platform/src/config reads the environment: take a Config.' },
  },
  create(context) {
    const complain = (node) => context.report({ node, messageId: 'elsewhere' });
    return {
      MemberExpression(node) {
        const property = node.computed ? node.property.value : node.property.name;
        if (property === 'env' && isProcess(node.object)) complain(node);
      },
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern' || !node.init || !isProcess(node.init)) return;
        if (node.id.properties.some(({ key }) => key?.name === 'env')) complain(node);
      },
      ImportDeclaration(node) {
        if (/^(node:)?process$/.test(node.source.value)) complain(node);
      },
    };
  },
};

/** `process` and `globalThis.process`. */
function isProcess(node) {
  if (node.type === 'Identifier') return node.name === 'process';
  return node.type === 'MemberExpression' && node.property.name === 'process';
}
