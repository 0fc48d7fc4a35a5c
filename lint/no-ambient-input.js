/**
 * Keeps a domain a function of its arguments: no clock, no chance, no environment.
 * A JavaScript `Date` is refused altogether; domains speak Temporal.
 */
export const noAmbientInput = {
  meta: {
    type: 'problem',
    docs: { description: 'a domain takes time, chance and settings as arguments' },
    messages: { ambient: 'A domain is a function of its arguments: take {{what}} as one.' },
  },
  create(context) {
    const complain = (node, what) => context.report({ node, messageId: 'ambient', data: { what } });
    return {
      MemberExpression(node) {
        const path = `${nameOf(node.object)}.${propertyOf(node)}`;
        if (path === 'Temporal.Now' || path === 'performance.now') complain(node, 'the time');
        if (path === 'Math.random') complain(node, 'the random numbers');
      },
      Identifier(node) {
        if (node.name === 'Date' && isGlobal(context, node)) complain(node, 'the time (as Temporal)');
        if (node.name === 'process' && isGlobal(context, node)) complain(node, 'the settings');
      },
    };
  },
};

function isGlobal(context, node) {
  for (let scope = context.sourceCode.getScope(node); scope; scope = scope.upper) {
    const reference = scope.references.find(({ identifier }) => identifier === node);
    if (reference) return reference.resolved === null || reference.resolved.defs.length === 0;
  }
  return false;
}

function nameOf(node) {
  return node.type === 'Identifier' ? node.name : '';
}

function propertyOf(node) {
  return node.computed ? node.property.value : node.property.name;
}
