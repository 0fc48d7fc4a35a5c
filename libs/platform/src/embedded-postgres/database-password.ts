import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from './process-table.js';

export interface DatabasePassword {
  /** Letters, digits, `-` and `_` only: safe in an address and in an SQL literal. */
  readonly value: string;
  /** It was made just now, so an existing database does not know it yet. */
  readonly isNew: boolean;
}

const SAFE_PASSWORD = /^[A-Za-z0-9_-]{32,}$/;

/** Reads the password from its file in `dataDir` (mode 0600), or makes one when it is missing or torn. */
export async function loadDatabasePassword(dataDir: string): Promise<DatabasePassword> {
  const path = join(dataDir, 'postgres-password');
  const stored = await readFile(path, 'utf8').catch((failure: unknown) => {
    if (isSystemError(failure, 'ENOENT')) return '';
    throw failure;
  });
  if (SAFE_PASSWORD.test(stored.trim())) return { value: stored.trim(), isNew: false };

  const value = randomBytes(32).toString('base64url');
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${value}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return { value, isNew: true };
}
