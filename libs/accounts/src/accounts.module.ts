import { SecretBox } from '@cunqin/platform';
import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessTokenService } from './access-token.service.js';
import { AccessGuard } from './access.guard.js';
import { AccountStandingService } from './account-standing.service.js';
import { AccountsService } from './accounts.service.js';
import { ApiTokenService } from './api-token.service.js';
import { AssertRoutesDeclareRoles } from './assert-routes-declare-roles.js';
import { AuditService } from './audit.service.js';
import { ApiToken } from './entities/api-token.entity.js';
import { UserAccount } from './entities/user-account.entity.js';
import { FirstAdminService } from './first-admin.service.js';
import { IdentifyCallerService } from './identify-caller.service.js';
import { SessionTime } from './session-time.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserAccountRepository } from './user-account.repository.js';

/** Users, roles, tokens and the audit trail. Importing it puts the guard before every route. */
@Module({
  imports: [
    DiscoveryModule,
    TypeOrmModule.forFeature([UserAccount, ApiToken]),
    JwtModule.registerAsync({
      inject: [SecretBox],
      useFactory: (secrets: SecretBox) => ({
        secret: secrets.deriveKey('access-token'),
        signOptions: { algorithm: 'HS256' },
        verifyOptions: { algorithms: ['HS256'] },
      }),
    }),
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: SignInAttempts, useFactory: () => new SignInAttempts() },
    AccessTokenService,
    AccountStandingService,
    AccountsService,
    ApiTokenService,
    AssertRoutesDeclareRoles,
    AuditService,
    FirstAdminService,
    IdentifyCallerService,
    SessionTime,
    UserAccountRepository,
  ],
  exports: [
    AccessTokenService,
    AccountStandingService,
    AccountsService,
    ApiTokenService,
    AuditService,
    FirstAdminService,
  ],
})
export class AccountsModule {}
