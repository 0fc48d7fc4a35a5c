import { createHash } from 'node:crypto';

/**
 * One text for one value: names in order of their code units, no white space, nothing that is `undefined`.
 * `{b: 1, a: [2]}` → `{"a":[2],"b":1}`. What is hashed and frozen is this text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`${typeof value} has no place in JSON`);
  return text;
}

/** SHA-256 of a text in UTF-8, hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
