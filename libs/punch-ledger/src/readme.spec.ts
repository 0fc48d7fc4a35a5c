import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { chainHash, type SealContent, sealHash } from './domain/chain.js';
import { EVIDENCE_TABLES } from './domain/evidence-tables.js';
import { journalHash, parseBody } from './domain/journal-link.js';
import type { PunchRecord } from './domain/punch-record.js';

interface Example {
  readonly before: Buffer;
  readonly content: string;
  readonly hash: string;
}

let readme: string;
let examples: Example[];
beforeAll(async () => {
  readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const form =
    /^before {3}(?<before>[0-9a-f]{64})\ncontent {2}(?<content>.+)\nhash {5}(?<hash>[0-9a-f]{64})$/gm;
  examples = [...readme.matchAll(form)].map(({ groups }) => ({
    before: Buffer.from(groups?.['before'] ?? '', 'hex'),
    content: groups?.['content'] ?? '',
    hash: groups?.['hash'] ?? '',
  }));
});

it('the README works out two punches, two entries and two seals', () => {
  expect(examples.map(({ content }) => /^\["(cunqin-\w+-\d)"/.exec(content)?.[1])).toEqual([
    'cunqin-punch-1',
    'cunqin-punch-1',
    'cunqin-journal-1',
    'cunqin-journal-1',
    'cunqin-seal-1',
    'cunqin-seal-2',
  ]);
});

it('each of its hashes is SHA-256 of what stands before it, and nothing else', () => {
  for (const { before, content, hash } of examples) {
    expect(createHash('sha256').update(before).update(content, 'utf8').digest('hex')).toBe(hash);
  }
});

it('each is what the program itself computes from the values', () => {
  for (const { before, content, hash } of examples) {
    expect(ours(before, content).toString('hex')).toBe(hash);
  }
});

it('it names every table of evidence', () => {
  for (const table of EVIDENCE_TABLES) expect(readme).toContain(`\`${table}\``);
});

function ours(before: Buffer, content: string): Buffer {
  const [form, ...values] = JSON.parse(content) as [string, ...unknown[]];
  switch (form) {
    case 'cunqin-punch-1':
      return chainHash(before, recordOf(values));
    case 'cunqin-journal-1':
      expect(parseBody(content)).not.toBeNull();
      return journalHash(before, content);
    default: {
      const [date, heads] = values as [string, [number, number, string, number, string][]];
      const version = form === 'cunqin-seal-1' ? 1 : 2;
      return sealHash(before, {
        version,
        date,
        heads: heads.map(([clockId, sequence, hash, position, journalHash]) => ({
          clockId,
          sequence,
          hash,
          journal: { position, hash: journalHash },
        })),
      } satisfies SealContent);
    }
  }
}

function recordOf(values: readonly unknown[]): PunchRecord {
  const [clockId, sequence, number, clockTime, verifyMode, punchState, workCode, raw, source, ...rest] =
    values;
  const [readId, receivedAt, suspicions] = rest;
  return {
    clockId,
    sequence,
    number,
    clockTime,
    verifyMode,
    punchState,
    workCode,
    raw: Buffer.from(String(raw), 'hex'),
    source,
    readId,
    receivedAt,
    suspicions,
  } as PunchRecord;
}
