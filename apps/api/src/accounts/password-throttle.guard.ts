import { CodedError } from '@cunqin/platform';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AddressWindows } from './address-windows.js';

/** Attempts with a password, for each address and minute. */
const ATTEMPTS_PER_MINUTE = 30;

/** Stands before the routes that check a password: each check is costly, and each may be a guess. */
@Injectable()
export class PasswordThrottleGuard implements CanActivate {
  private readonly attempts = new AddressWindows(ATTEMPTS_PER_MINUTE);

  /** @throws CodedError `REQUEST.TOO_MANY` with a `Retry-After` in seconds */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const waitMs = this.attempts.count(http.getRequest<Request>().ip ?? '');
    if (waitMs === 0) return true;
    const seconds = Math.ceil(waitMs / 1000);
    http.getResponse<Response>().setHeader('Retry-After', seconds);
    throw new CodedError('REQUEST.TOO_MANY', `too many attempts from this address: wait ${seconds} s`, {
      status: 429,
      title: '请求过于频繁，请稍后再试',
    });
  }
}
