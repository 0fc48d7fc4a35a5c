/** A piece of an XML text: a tag by its local name, or what stands between tags with its entities resolved. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly empty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Walks over an XML text once from front to back, whatever is in it: the time it takes grows with its length and
 * with nothing else. What is not well-formed is passed over.
 */
export function* xmlTokens(xml: string): Generator<XmlToken> {
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    const end = tag === -1 ? xml.length : tag;
    if (end > at) yield { kind: 'text', text: unescaped(xml.slice(at, end)) };
    if (tag === -1) return;
    if (xml.startsWith('<!--', tag)) {
      at = after(xml, '-->', tag);
    } else if (xml.startsWith('<![CDATA[', tag)) {
      at = after(xml, ']]>', tag);
      yield { kind: 'text', text: xml.slice(tag + '<![CDATA['.length, Math.max(tag, at - ']]>'.length)) };
    } else {
      const close = endOfTag(xml, tag + 1);
      if (close === -1) return;
      at = close + 1;
      const token = tagOf(xml.slice(tag + 1, close));
      if (token !== null) yield token;
    }
  }
}

/** A name is looked for where one can begin, never in its middle: so a long text that is none costs its length once. */
const ATTRIBUTE = /(?<![^\s="'])([^\s="']+)\s*=\s*("[^"]*"|'[^']*')/g;

/** An attribute of a tag by its local name, resolved; `undefined` when it is not there. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (const [, key = '', quoted = ''] of attributes.matchAll(ATTRIBUTE)) {
    if (localName(key) === name) return unescaped(quoted.slice(1, -1));
  }
  return undefined;
}

function tagOf(inside: string): XmlToken | null {
  if (inside.startsWith('?') || inside.startsWith('!')) return null;
  if (inside.startsWith('/')) return { kind: 'close', name: localName(inside.slice(1).trim()) };
  const empty = inside.endsWith('/');
  const content = empty ? inside.slice(0, -1) : inside;
  const space = content.search(/\s/);
  const name = localName(space === -1 ? content : content.slice(0, space));
  const attributes = space === -1 ? '' : content.slice(space, space + LONGEST_ATTRIBUTES);
  return { kind: 'open', name, attributes, empty };
}

/** Far more than any tag we read has: finding one among them takes longer than their length. */
const LONGEST_ATTRIBUTES = 4096;

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Where the tag's `>` stands; one in an attribute's value is none. */
function endOfTag(xml: string, from: number): number {
  let quote = '';
  for (let at = from; at < xml.length; at += 1) {
    const character = xml[at] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  return at === -1 ? xml.length : at + mark.length;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const LAST_CODE_POINT = 0x10ffff;

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return NAMED[name] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}
