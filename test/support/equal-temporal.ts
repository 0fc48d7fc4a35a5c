import { expect } from '@jest/globals';

/**
 * Temporal values keep what they are in private slots: to jest any two dates are equal, whatever their day. With
 * this they are when they read the same.
 */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    const kinds = [kindOf(a), kindOf(b)];
    if (kinds[0] === undefined && kinds[1] === undefined) return undefined;
    return kinds[0] === kinds[1] && String(a) === String(b);
  },
]);

/** `Temporal.PlainDate`, or `undefined` for anything that is no Temporal value. */
function kindOf(value: unknown): string | undefined {
  const tag =
    typeof value === 'object' && value !== null ? Reflect.get(value, Symbol.toStringTag) : undefined;
  return typeof tag === 'string' && tag.startsWith('Temporal.') ? tag : undefined;
}
