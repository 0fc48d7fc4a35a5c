import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../errors/coded-error.js';

const KEY_FILE = 'secret.key';

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
      const decipher = createDecipheriv('aes-256-gcm', this.sealKey, sealed.subarray(0, 12));
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
export async function loadSecretBox(config: { secretKey: string | undefined; dataDir: string }): Promise<SecretBox> {
  if (config.secretKey !== undefined) return new SecretBox(config.secretKey);
  await mkdir(config.dataDir, { recursive: true });
  const path = join(config.dataDir, KEY_FILE);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const master = randomBytes(32).toString('base64url');
      await file.writeFile(master);
      await file.sync();
      return new SecretBox(master);
    } finally {
      await file.close();
    }
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure;
  }
  const master = (await readFile(path, 'utf8')).trim();
  if (master.length < 32) {
    throw new CodedError('SECRET.KEY_FILE_DAMAGED', `the key file ${path} is damaged: restore it from the backup`, {
      status: 500,
    });
  }
  return new SecretBox(master);
}
