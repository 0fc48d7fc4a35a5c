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

/** The password in its file in `dataDir`; `undefined` when it is missing or torn. */
export async function readDatabasePassword(dataDir: string): Promise<string | undefined> {
  const stored = await readFile(passwordPath(dataDir), 'utf8').catch((failure: unknown) => {
    if (isSystemError(failure, 'ENOENT')) return '';
    throw failure;
  });
  return SAFE_PASSWORD.test(stored.trim()) ? stored.trim() : undefined;
}

/** Reads the password from its file in `dataDir` (mode 0600), or makes one when it is missing or torn. */
export async function loadDatabasePassword(dataDir: string): Promise<DatabasePassword> {
  const path = passwordPath(dataDir);
  const stored = await readDatabasePassword(dataDir);
  if (stored !== undefined) return { value: stored, isNew: false };

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

function passwordPath(dataDir: string): string {
  return join(dataDir, 'postgres-password');
}
