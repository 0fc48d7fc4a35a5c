export { AccessTokenService, type IssuedAccessToken } from './access-token.service.js';
export { AccountStandingService } from './account-standing.service.js';
export { AccountsModule } from './accounts.module.js';
export { AccountsService, type NewAccount } from './accounts.service.js';
export { ApiTokenService, type IssuedApiToken } from './api-token.service.js';
export {
  AuditService,
  type AuditEntry,
  type AuditFilter,
  type AuditOutcome,
  type AuditRecord,
} from './audit.service.js';
export type { ApiToken } from './entities/api-token.entity.js';
export { UserAccount } from './entities/user-account.entity.js';
export { FirstAdminService, type MadeUpAdmin } from './first-admin.service.js';
export { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, USERNAME } from './password-rules.js';
export {
  AnyRole,
  ChangesOwnPassword,
  CurrentUser,
  PersonOnly,
  Public,
  Roles,
  ROLES,
  type Role,
  type SignedIn,
} from './roles.js';
export { SessionTime } from './session-time.js';
