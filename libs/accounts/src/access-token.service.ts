import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { accountsError } from './accounts-errors.js';
import type { UserAccount } from './entities/user-account.entity.js';
import { ROLES } from './roles.js';
import { SessionTime } from './session-time.js';

const ACCESS_TOKEN_HOURS = 12;

const claimsShape = z.object({
  sub: z.string(),
  role: z.enum(ROLES),
  cadreCode: z.string().optional(),
  mustChangePassword: z.boolean(),
  /** Mark of the password that was given and of the account's standing: another makes the token worthless. */
  pwd: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
});

/** What an access token says. Anybody who holds it can read it: nothing secret stands in it. */
export type AccessClaims = z.infer<typeof claimsShape>;

export interface IssuedAccessToken {
  readonly accessToken: string;
  readonly expiresAt: Temporal.Instant;
}

/** Signs and checks the tokens that a person gets for a password. */
@Injectable()
export class AccessTokenService {
  constructor(
    private readonly jwt: JwtService,
    private readonly time: SessionTime,
  ) {}

  /** A token for {@link ACCESS_TOKEN_HOURS} hours. */
  async issue(account: UserAccount): Promise<IssuedAccessToken> {
    const iat = this.nowSeconds();
    const exp = iat + ACCESS_TOKEN_HOURS * 3600;
    const claims: AccessClaims = {
      sub: account.username,
      role: account.role,
      ...(account.cadreCode === null ? {} : { cadreCode: account.cadreCode }),
      mustChangePassword: account.mustChangePassword,
      pwd: sessionMark(account),
      iat,
      exp,
    };
    return {
      accessToken: await this.jwt.signAsync(claims),
      expiresAt: Temporal.Instant.fromEpochMilliseconds(exp * 1000),
    };
  }

  /** @throws CodedError `AUTH.INVALID` for a token that is forged, altered, expired or not ours */
  async verify(token: string): Promise<AccessClaims> {
    try {
      return claimsShape.parse(await this.jwt.verifyAsync(token, { clockTimestamp: this.nowSeconds() }));
    } catch (cause) {
      throw accountsError('AUTH.INVALID', { cause });
    }
  }

  private nowSeconds(): number {
    return Math.floor(this.time.now().epochMilliseconds / 1000);
  }
}

/** Tells one password of an account from the next, and its time before it was shut from that after. */
export function sessionMark({
  passwordHash,
  sessionEpoch,
}: Pick<UserAccount, 'passwordHash' | 'sessionEpoch'>): string {
  return createHash('sha256').update(`${passwordHash} ${sessionEpoch}`).digest('base64url').slice(0, 16);
}
