import {
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

export const ROLES = ['admin', 'office', 'payroll', 'leader', 'auditor', 'cadre'] as const;

/** What an account may do. `auditor` reads everything and writes nothing; `cadre` sees own rows only. */
export type Role = (typeof ROLES)[number];

/** Who is asking, as a controller sees it. */
export interface SignedIn {
  readonly username: string;
  readonly role: Role;
  /** The cadre this account belongs to; only for the role `cadre`. */
  readonly cadreCode: string | null;
}

/** What the guard knows of the caller beyond {@link SignedIn}. */
export interface Caller extends SignedIn {
  readonly mustChangePassword: boolean;
  /** A person who gave a password, or a program with an API token. */
  readonly credential: 'password' | 'api-token';
}

/** The part of a request that the guard reads, and where it leaves the caller. */
export interface GuardedRequest {
  readonly method: string;
  readonly headers: { readonly authorization?: string };
  caller?: Caller;
}

/** What a route declares about who may call it. */
export type Access =
  { readonly kind: 'public' } | { readonly kind: 'roles'; readonly roles: readonly Role[] };

const ACCESS = 'cunqin:access';
const OWN_PASSWORD = 'cunqin:own-password';
const PERSON_ONLY = 'cunqin:person-only';

/** The route or controller may be called by these roles. A route's own declaration replaces its controller's. */
export function Roles(first: Role, ...others: Role[]): CustomDecorator {
  return SetMetadata(ACCESS, { kind: 'roles', roles: [first, ...others] } satisfies Access);
}

/** Everybody who is signed in may call the route. */
export function AnyRole(): CustomDecorator {
  return SetMetadata(ACCESS, { kind: 'roles', roles: ROLES } satisfies Access);
}

/** The route needs no token, and does not look at one. */
export function Public(): CustomDecorator {
  return SetMetadata(ACCESS, { kind: 'public' } satisfies Access);
}

/**
 * The route changes the caller's own password: the one thing that an auditor may write, and the one
 * thing that is left to somebody who must change the password first.
 */
export function ChangesOwnPassword(): CustomDecorator {
  return SetMetadata(OWN_PASSWORD, true);
}

/** The route is for people: a program with an API token may not call it. */
export function PersonOnly(): CustomDecorator {
  return SetMetadata(PERSON_ONLY, true);
}

/** Everything a route declares, its own words before those of its controller. */
export interface RouteRules {
  /** Absent when neither route nor controller says who may call. */
  readonly access: Access | undefined;
  readonly changesOwnPassword: boolean;
  readonly personOnly: boolean;
}

type Target = Parameters<Reflector['getAllAndOverride']>[1][number];

/** Reads the declarations of one route. */
export function rulesOf(reflector: Reflector, handler: Target, controller: Target): RouteRules {
  const read = <T>(key: string): T | undefined =>
    reflector.getAllAndOverride<T | undefined>(key, [handler, controller]);
  return {
    access: read<Access>(ACCESS),
    changesOwnPassword: read<boolean>(OWN_PASSWORD) ?? false,
    personOnly: read<boolean>(PERSON_ONLY) ?? false,
  };
}

/** The signed-in caller as an argument of a route. Not for routes that are {@link Public}. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { caller } = context.switchToHttp().getRequest<GuardedRequest>();
  if (caller === undefined) throw new Error('a public route has no current user');
  return { username: caller.username, role: caller.role, cadreCode: caller.cadreCode };
});
