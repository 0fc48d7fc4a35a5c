import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { accountsError } from './accounts-errors.js';
import { IdentifyCallerService } from './identify-caller.service.js';
import { refusalOf } from './may-call.js';
import { rulesOf, type GuardedRequest } from './roles.js';

/** Stands before every route of the process and leaves the caller in the request. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: IdentifyCallerService,
  ) {}

  /** @throws CodedError `AUTH.*` or `ACCOUNTS.PASSWORD_CHANGE_REQUIRED`, never a bare `false` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { access, ...rules } = rulesOf(this.reflector, context.getHandler(), context.getClass());
    // The start of the process refuses such a route already; this is the second lock.
    if (access === undefined) throw accountsError('ACCOUNTS.ROUTE_WITHOUT_ROLE');
    if (access.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const caller = await this.callers.identify(request.headers.authorization);
    const refusal = refusalOf(caller, { ...rules, roles: access.roles }, request.method);
    if (refusal !== null) throw accountsError(refusal);
    request.caller = caller;
    return true;
  }
}
