import { CodedError, type FieldFault } from '@cunqin/platform/errors';

/** Every refusal of this library: code, status, English for logs, Chinese for people. */
const catalogue = {
  'AUTH.REQUIRED': [401, 'a bearer token is needed', '请先登录'],
  'AUTH.INVALID': [401, 'the token is not valid or no longer valid', '登录已失效，请重新登录'],
  'AUTH.FORBIDDEN': [403, 'the role of this account may not do that', '没有权限进行此操作'],
  'AUTH.PERSON_ONLY': [
    403,
    'an API token may not do that: sign in with a password',
    '此操作须本人用密码登录后进行',
  ],
  'ACCOUNTS.BAD_CREDENTIALS': [401, 'username or password is wrong', '用户名或密码不正确'],
  'ACCOUNTS.TOO_MANY_ATTEMPTS': [
    429,
    'too many failed sign-ins with this username',
    '登录失败次数过多，请稍后再试',
  ],
  'ACCOUNTS.PASSWORD_CHANGE_REQUIRED': [403, 'the password must be changed first', '请先修改初始密码'],
  'ACCOUNTS.PASSWORD_UNACCEPTABLE': [400, 'the new password is not acceptable', '新密码不符合要求'],
  'ACCOUNTS.USERNAME_TAKEN': [409, 'that username is taken', '用户名已被使用'],
  'ACCOUNTS.USERNAME_UNACCEPTABLE': [400, 'that is not a username', '用户名不符合要求'],
  'ACCOUNTS.CADRE_CODE_MISMATCH': [
    400,
    'the role cadre, and only it, needs a cadreCode',
    '干部账号必须且只有干部账号填写人员编号',
  ],
  'ACCOUNTS.NOT_FOUND': [404, 'there is no account of that name', '没有这个账号'],
  'ACCOUNTS.DISABLED': [403, 'the account is disabled', '账号已停用，请联系管理员'],
  'ACCOUNTS.LAST_ADMIN': [
    409,
    'the last administrator cannot be disabled',
    '这是最后一个可用的管理员账号，不能停用',
  ],
  'ACCOUNTS.TOKEN_FOR_AUDITORS': [
    403,
    'a token for somebody else may only be made for an auditor, who writes nothing',
    '只能为只读的审计账号代建接口令牌',
  ],
  'ACCOUNTS.TOKEN_NOT_FOUND': [404, 'this account has no such API token', '没有这个接口令牌'],
  'ACCOUNTS.ROUTE_WITHOUT_ROLE': [500, 'a route declares neither @Roles nor @Public', '接口未声明权限'],
} as const satisfies Record<string, readonly [status: number, message: string, title: string]>;

export type AccountsErrorCode = keyof typeof catalogue;

/** Builds a refusal of the catalogue; `detail` is added to the English message. */
export function accountsError(
  code: AccountsErrorCode,
  options: {
    readonly detail?: string;
    readonly fields?: readonly FieldFault[];
    readonly cause?: unknown;
  } = {},
): CodedError {
  const [status, message, title] = catalogue[code];
  return new CodedError(code, options.detail === undefined ? message : `${message}: ${options.detail}`, {
    status,
    title,
    ...(options.fields === undefined ? {} : { fields: options.fields }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}
