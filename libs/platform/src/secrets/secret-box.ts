import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../errors/coded-error.js';

const KEY_FILE = 'secret.key';
const TAG_BYTES = 16;
const SHORTEST_KEY = 32;

/** Keeps small secrets (comm keys) unreadable in the database, and derives keys for other uses. */
export class SecretBox {
  private readonly sealKey: Buffer;

  constructor(private readonly master: string) {
    this.sealKey = this.deriveKey('seal');
  }

  /** A 32-byte key bound to one use; the same master and use give the same key. */
  deriveKey(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.master, 'cunqin', use, 32));
  }

  /** AES-256-GCM: nonce ‖ tag ‖ ciphertext. */
  seal(secret: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.sealKey, nonce);
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** @throws CodedError `SECRET.UNREADABLE` when it was sealed with another key or was altered */
  open(sealed: Buffer): string {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.sealKey, sealed.subarray(0, 12), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    } catch (failure) {
      throw new CodedError('SECRET.UNREADABLE', 'a stored secret was sealed with another key', {
        status: 500,
        title: '密钥已更换，请重新填写通讯密码',
        cause: failure,
      });
    }
  }
}

/** `SECRET_KEY`, or the key file in the data directory, made with mode 0600 when it is not there. */
export async function loadSecretBox(config: {
  secretKey: string | undefined;
  dataDir: string;
}): Promise<SecretBox> {
  if (config.secretKey !== undefined) return new SecretBox(config.secretKey);
  await mkdir(config.dataDir, { recursive: true });
  const path = join(config.dataDir, KEY_FILE);
  const master = await readOrMakeKey(path);
  if (master.length < SHORTEST_KEY) {
    throw new CodedError(
      'SECRET.KEY_FILE_DAMAGED',
      `the key file ${path} is damaged: restore it from the backup`,
      {
        status: 500,
      },
    );
  }
  return new SecretBox(master);
}

async function readOrMakeKey(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure;
  }
  await makeKey(path);
  return (await readFile(path, 'utf8')).trim();
}

/** The file appears under its name only when it is whole: another start, or a crash, never meets half a key. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(32).toString('base64url'));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (failure) {
    // Another start was first: its key is the key.
    if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure;
  } finally {
    await rm(draft, { force: true });
  }
}
