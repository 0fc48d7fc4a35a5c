import type { AccountsErrorCode } from './accounts-errors.js';
import type { Caller, Role, RouteRules } from './roles.js';

const READING = new Set(['GET', 'HEAD']);

/**
 * Decides whether a signed-in caller may call a route, and names the refusal otherwise.
 *
 * The auditor's rule stands above every declaration: reads all, writes nothing.
 */
export function refusalOf(
  caller: Caller,
  route: Omit<RouteRules, 'access'> & { readonly roles: readonly Role[] },
  method: string,
): AccountsErrorCode | null {
  if (route.personOnly && caller.credential !== 'password') return 'AUTH.PERSON_ONLY';
  if (route.changesOwnPassword) return route.roles.includes(caller.role) ? null : 'AUTH.FORBIDDEN';
  if (caller.mustChangePassword) return 'ACCOUNTS.PASSWORD_CHANGE_REQUIRED';
  if (caller.role === 'auditor') return READING.has(method) ? null : 'AUTH.FORBIDDEN';
  return route.roles.includes(caller.role) ? null : 'AUTH.FORBIDDEN';
}
