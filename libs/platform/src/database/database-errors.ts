import { CodedError } from '../errors/coded-error.js';

interface PostgresFailure {
  readonly code?: string;
  readonly message?: string;
}

/** The failures of a connection that an operator can mend, each with a sentence. */
const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that address',
  ENOTFOUND: 'that host name is not known',
  ETIMEDOUT: 'no answer from that address',
  '28P01': 'the password is not accepted',
  '28000': 'that user is not admitted',
  '3D000': 'that database does not exist',
  ERR_INVALID_URL: 'the address cannot be read',
};

/**
 * Turns a failed connection into `DATABASE.UNREACHABLE`. The address is repeated without user and
 * password.
 */
export function explainConnectionFailure(failure: unknown, url: string): CodedError {
  const { code, message } = (failure ?? {}) as PostgresFailure;
  const reason = (code !== undefined && explanations[code]) || message || 'unknown reason';
  return new CodedError(
    'DATABASE.UNREACHABLE',
    `cannot use the database at ${withoutSecrets(url)}: ${reason}`,
    {
      status: 503,
      title: '数据库连接不上，请检查 DATABASE_URL',
      // The failure of a URL that cannot be read carries it whole, password included.
      cause: code === 'ERR_INVALID_URL' ? undefined : failure,
    },
  );
}

/** `postgres://user:secret@host/db` → `host/db`. */
function withoutSecrets(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.host}${parsed.pathname}`;
  } catch {
    return 'an address that cannot be read';
  }
}
