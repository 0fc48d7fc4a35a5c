import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateStyles } from './date-styles.js';
import { attributeOf, xmlTokens } from './xml-tokens.js';

describe('xmlTokens', () => {
  it('reads tags by their local names, whatever the prefix, and texts with their entities resolved', () => {
    expect([...xmlTokens('<?xml?><x:c r="A1" t=\'s\'><v>1 &lt; &#x20BB7;</v><e/></x:c>')]).toEqual([
      { kind: 'open', name: 'c', attributes: ' r="A1" t=\'s\'', empty: false },
      { kind: 'open', name: 'v', attributes: '', empty: false },
      { kind: 'text', text: '1 < 𠮷' },
      { kind: 'close', name: 'v' },
      { kind: 'open', name: 'e', attributes: '', empty: true },
      { kind: 'close', name: 'c' },
    ]);
  });

  it('takes a > in an attribute for text, passes over comments, and reads CDATA as it stands', () => {
    expect([...xmlTokens('<a b="1>2"><!-- <c> --><![CDATA[<&amp;]]></a>')]).toEqual([
      { kind: 'open', name: 'a', attributes: ' b="1>2"', empty: false },
      { kind: 'text', text: '<&amp;' },
      { kind: 'close', name: 'a' },
    ]);
  });

  it('comes to an end and gives back no more text than it was given, whatever the text', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '/',
      '&',
      ';',
      '#',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), (pieces) => {
        const xml = pieces.join('');
        const given = [...xmlTokens(xml)].map((token) => (token.kind === 'text' ? token.text.length : 0));
        expect(given.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(xml.length);
      }),
      { seed: 15 },
    );
  });

  it('finds an attribute by its local name', () => {
    expect(attributeOf(' r:id="rId1" name="甲&amp;乙"', 'id')).toBe('rId1');
    expect(attributeOf(' r:id="rId1" name="甲&amp;乙"', 'name')).toBe('甲&乙');
    expect(attributeOf(' r:id="rId1"', 'state')).toBeUndefined();
    expect(attributeOf(' a = "1" b=\'2\'c="x=y"', 'b')).toBe('2');
    expect(attributeOf(' a = "1" b=\'2\'c="x=y"', 'c')).toBe('x=y');
  });

  it('takes no longer over tags that hold no attribute than over those that hold many', () => {
    const timeOf = (tag: string): number => {
      const xml = tag.repeat(250_000 / tag.length);
      const started = process.cpuUsage();
      for (const token of xmlTokens(xml)) if (token.kind === 'open') attributeOf(token.attributes, 'r');
      return process.cpuUsage(started).user / 1_000;
    };
    const harmless = Math.max(
      5,
      timeOf(`<c ${'a="1" '.repeat(600)}>`),
      timeOf(`<c ${'a="1" '.repeat(600)}>`),
    );
    // A search that begins anew at every character takes some 200 times as long.
    for (const hostile of ['a'.repeat(4000), 'a '.repeat(2000), 'a="'.repeat(1000), `a${' '.repeat(4000)}`]) {
      expect(timeOf(`<c ${hostile}>`)).toBeLessThan(harmless * 30);
    }
  });
});

describe('dateStyles', () => {
  it('tells dates from numbers by the format of the style, built in or written out', () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
      <numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/><numFmt numFmtId="166" formatCode="[Red]General"/>
      </numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
      <xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="57"/></cellXfs></styleSheet>`;
    expect(dateStyles(styles)).toEqual([false, true, true, false, false, true]);
  });
});
