import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import yauzl from 'yauzl';
import { type ArchivePart, officeArchive } from './office-archive.js';

const DATE = Temporal.PlainDate.from('2026-11-13');

/** Read by another program, which checks sizes and CRC-32 as it goes. */
async function read(archive: Buffer): Promise<{ name: string; modified: string; text: string }[]> {
  const zip = await yauzl.fromBufferPromise(archive, { validateEntrySizes: true });
  const parts: { name: string; modified: string; text: string }[] = [];
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    const modified = entry.getLastModDate({ timezone: 'UTC' }).toISOString();
    parts.push({ name: entry.fileName, modified, text: content.toString('utf8') });
  }
  return parts;
}

function* pieces(count: number): Generator<string> {
  for (let n = 0; n < count; n += 1) yield `卢小𠮷 ${n}\n`;
}

describe('an archive of parts', () => {
  it('is read back part by part, whole, empty or in pieces, all of one midnight', async () => {
    const parts: ArchivePart[] = [
      { name: '一.xml', content: '<a/>' },
      { name: 'empty.xml', content: '' },
      { name: 'xl/many.xml', content: pieces(50_000) },
      { name: 'bytes', content: Buffer.from('官埠桥') },
    ];
    const modified = '2026-11-13T00:00:00.000Z';
    expect(await read(await officeArchive(parts, DATE))).toEqual([
      { name: '一.xml', modified, text: '<a/>' },
      { name: 'empty.xml', modified, text: '' },
      { name: 'xl/many.xml', modified, text: [...pieces(50_000)].join('') },
      { name: 'bytes', modified, text: '官埠桥' },
    ]);
  });

  it('is the same to the byte however the content comes', async () => {
    const whole = await officeArchive([{ name: 'a', content: [...pieces(9_000)].join('') }], DATE);
    const pieced = await officeArchive([{ name: 'a', content: pieces(9_000) }], DATE);
    expect(pieced.equals(whole)).toBe(true);
  });

  it('fails when a part cannot be made', async () => {
    const failing = function* (): Generator<string> {
      yield 'a';
      throw new Error('no more');
    };
    await expect(officeArchive([{ name: 'a', content: failing() }], DATE)).rejects.toThrow('no more');
  });
});
