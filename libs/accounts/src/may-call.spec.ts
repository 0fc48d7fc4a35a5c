import { describe, expect, it } from '@jest/globals';
import { refusalOf } from './may-call.js';
import { ROLES, type Caller, type Role } from './roles.js';

const aCaller = (override: Partial<Caller> = {}): Caller => ({
  username: 'wang',
  role: 'office',
  cadreCode: null,
  mustChangePassword: false,
  credential: 'password',
  ...override,
});

const forRoles = (...roles: Role[]) => ({ roles, changesOwnPassword: false, personOnly: false });
const ownPassword = { roles: ROLES, changesOwnPassword: true, personOnly: true };
const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];

describe('a caller', () => {
  it.each(ROLES.filter((role) => role !== 'auditor'))(
    'with role %s calls what names it and nothing else',
    (role) => {
      const others = ROLES.filter((other) => other !== role);
      for (const method of ['GET', ...WRITING]) {
        expect(refusalOf(aCaller({ role }), forRoles(role), method)).toBeNull();
        expect(refusalOf(aCaller({ role }), forRoles(...others), method)).toBe('AUTH.FORBIDDEN');
      }
    },
  );

  it('who must change the password may do that and nothing else', () => {
    const fresh = aCaller({ mustChangePassword: true });
    expect(refusalOf(fresh, ownPassword, 'POST')).toBeNull();
    expect(refusalOf(fresh, forRoles('office'), 'GET')).toBe('ACCOUNTS.PASSWORD_CHANGE_REQUIRED');
    expect(refusalOf({ ...fresh, role: 'auditor' }, forRoles('office'), 'GET')).toBe(
      'ACCOUNTS.PASSWORD_CHANGE_REQUIRED',
    );
  });

  it('that is a program may not do what is left to people', () => {
    const program = aCaller({ credential: 'api-token' });
    expect(refusalOf(program, ownPassword, 'POST')).toBe('AUTH.PERSON_ONLY');
    expect(refusalOf(program, forRoles('office'), 'POST')).toBeNull();
  });
});

describe('the auditor', () => {
  const auditor = aCaller({ role: 'auditor' });

  it('reads what names any role', () => {
    for (const role of ROLES) {
      expect(refusalOf(auditor, forRoles(role), 'GET')).toBeNull();
      expect(refusalOf(auditor, forRoles(role), 'HEAD')).toBeNull();
    }
  });

  it.each(WRITING)('may not %s, even where the route names the auditor', (method) => {
    expect(refusalOf(auditor, forRoles(...ROLES), method)).toBe('AUTH.FORBIDDEN');
  });

  it('may change the own password', () => {
    expect(refusalOf(auditor, ownPassword, 'POST')).toBeNull();
  });
});
