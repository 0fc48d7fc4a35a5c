import { AccountsModule } from '@cunqin/accounts';
import { RosterModule } from '@cunqin/roster';
import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuthController } from './auth.controller.js';
import { PasswordThrottleGuard } from './password-throttle.guard.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [AccountsModule, RosterModule],
  controllers: [AuthController, UsersController, AuditController],
  providers: [PasswordThrottleGuard],
})
export class AccountsApiModule {}
