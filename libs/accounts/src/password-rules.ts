import { accountsError } from './accounts-errors.js';

export const PASSWORD_MIN_LENGTH = 8;
/** Longer than any passphrase; keeps a hostile megabyte away from the hash. */
export const PASSWORD_MAX_LENGTH = 128;
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,31}$/;

/**
 * Length counts, composition does not: the advice of NIST SP 800-63B.
 *
 * @throws CodedError `ACCOUNTS.PASSWORD_UNACCEPTABLE` with the sentence for the person
 */
export function assertAcceptablePassword(password: string, username: string, field = 'password'): void {
  const refuse = (message: string): never => {
    throw accountsError('ACCOUNTS.PASSWORD_UNACCEPTABLE', { fields: [{ field, message }] });
  };
  if (password.length < PASSWORD_MIN_LENGTH) refuse(`密码至少 ${PASSWORD_MIN_LENGTH} 位`);
  if (password.length > PASSWORD_MAX_LENGTH) refuse(`密码最多 ${PASSWORD_MAX_LENGTH} 位`);
  if (password.toLowerCase() === username.toLowerCase()) refuse('密码不能与用户名相同');
}

/** @throws CodedError `ACCOUNTS.USERNAME_UNACCEPTABLE` */
export function assertAcceptableUsername(username: string): void {
  if (USERNAME.test(username)) return;
  throw accountsError('ACCOUNTS.USERNAME_UNACCEPTABLE', {
    fields: [{ field: 'username', message: '用户名为 2 至 32 位小写字母、数字、点、横线或下划线' }],
  });
}
