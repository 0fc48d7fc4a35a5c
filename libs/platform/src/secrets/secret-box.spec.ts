import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSecretBox, SecretBox } from './secret-box.js';

const MASTER = 'a master key of more than 32 characters';

const open =
  (box: SecretBox, sealed: Buffer): (() => string) =>
  () =>
    box.open(sealed);

const UNREADABLE = expect.objectContaining({ code: 'SECRET.UNREADABLE', status: 500 }) as unknown as Error;

describe('a sealed secret', () => {
  const box = new SecretBox(MASTER);

  it.each(['123456', '', '通讯密码', 'x'.repeat(1000)])('%# opens as what was sealed', (secret) => {
    expect(box.open(box.seal(secret))).toBe(secret);
    expect(new SecretBox(MASTER).open(box.seal(secret))).toBe(secret);
  });

  it('is sealed differently each time and does not show what is in it', () => {
    expect(box.seal('123456').equals(box.seal('123456'))).toBe(false);
    expect(box.seal('123456').includes('123456')).toBe(false);
  });

  it('is unreadable when any one byte was altered', () => {
    const sealed = box.seal('123456');
    for (let position = 0; position < sealed.length; position += 1) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(position) ^ 1, position);
      expect(open(box, altered)).toThrow(UNREADABLE);
    }
  });

  it.each(['', '123456'])('is unreadable when it was cut short anywhere: "%s"', (secret) => {
    const sealed = box.seal(secret);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(open(box, sealed.subarray(0, length))).toThrow(UNREADABLE);
    }
  });

  it('is unreadable with another key, and the error says what to do without the secret', () => {
    const attempt = open(new SecretBox(`${MASTER}!`), box.seal('123456'));
    expect(attempt).toThrow(UNREADABLE);
    expect(attempt).toThrow(expect.objectContaining({ title: '密钥已更换，请重新填写通讯密码' }));
    expect(attempt).not.toThrow(/123456/);
  });
});

describe('a derived key', () => {
  it('has 32 bytes, the same for the same master and use', () => {
    expect(new SecretBox(MASTER).deriveKey('tokens')).toHaveLength(32);
    expect(new SecretBox(MASTER).deriveKey('tokens')).toEqual(new SecretBox(MASTER).deriveKey('tokens'));
  });

  it('is another for another use or another master', () => {
    const key = new SecretBox(MASTER).deriveKey('tokens');
    expect(new SecretBox(MASTER).deriveKey('seal')).not.toEqual(key);
    expect(new SecretBox(`${MASTER}!`).deriveKey('tokens')).not.toEqual(key);
  });
});

/** Tries to read one file after the other without a pause, and tells how long each was when it was first there. */
const LOOK_AT_FIRST_MOMENT = `
  const { readFileSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const deadline = Date.now() + 10_000;
  function firstLength(path) {
    while (Date.now() < deadline) {
      try {
        return readFileSync(path, 'utf8').length;
      } catch {}
    }
    return null;
  }
  parentPort.postMessage('looking');
  parentPort.postMessage(workerData.map(firstLength));
`;

describe('the key of an installation', () => {
  let home: string;
  let dataDir: string;
  const load = (secretKey?: string): Promise<SecretBox> => loadSecretBox({ secretKey, dataDir });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'cunqin-secret-'));
    dataDir = join(home, 'not', 'yet', 'there');
  });

  afterEach(async () => {
    await rm(home, { recursive: true, force: true });
  });

  it('is SECRET_KEY when that is set, and no file is made', async () => {
    const box = await load(MASTER);
    expect(box.deriveKey('tokens')).toEqual(new SecretBox(MASTER).deriveKey('tokens'));
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is made once, in a file that only its owner can read, and found again', async () => {
    const sealed = (await load()).seal('123456');
    expect(await readdir(dataDir)).toEqual(['secret.key']);
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect((await load()).open(sealed)).toBe('123456');
  });

  it('is the same for all that start first at once, and nothing else is left behind', async () => {
    const boxes = await Promise.all(Array.from({ length: 16 }, () => load()));
    const keys = boxes.map((box) => box.deriveKey('tokens').toString('hex'));
    expect(new Set(keys).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['secret.key']);
  });

  it('appears as a whole file: whoever looks at the first moment finds all of it', async () => {
    const homes = Array.from({ length: 20 }, (_, n) => join(home, String(n)));
    const looking = new Worker(LOOK_AT_FIRST_MOMENT, {
      eval: true,
      workerData: homes.map((path) => join(path, 'secret.key')),
    });
    await once(looking, 'message');
    const found = once(looking, 'message');
    for (const path of homes) await loadSecretBox({ secretKey: undefined, dataDir: path });
    expect(await found).toEqual([homes.map(() => 43)]);
  });

  it('is another in another installation', async () => {
    const first = (await load()).deriveKey('tokens');
    dataDir = join(home, 'other');
    expect((await load()).deriveKey('tokens')).not.toEqual(first);
  });

  it('may end with a line break, as editors leave one', async () => {
    const key = (await load()).deriveKey('tokens');
    const path = join(dataDir, 'secret.key');
    await writeFile(path, `${await readFile(path, 'utf8')}\n`);
    expect((await load()).deriveKey('tokens')).toEqual(key);
  });

  it.each(['', 'too short'])('is not replaced when the file is damaged: "%s"', async (content) => {
    await load();
    const path = join(dataDir, 'secret.key');
    await writeFile(path, content);
    await expect(load()).rejects.toMatchObject({ code: 'SECRET.KEY_FILE_DAMAGED', status: 500 });
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('needs a directory: a file in its place is left alone and refused', async () => {
    dataDir = join(home, 'file');
    await writeFile(dataDir, '');
    await expect(load()).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
