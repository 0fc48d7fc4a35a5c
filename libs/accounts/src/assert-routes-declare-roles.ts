import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { accountsError } from './accounts-errors.js';
import { rulesOf } from './roles.js';

type Handler = (...args: unknown[]) => unknown;

/**
 * A route that says nothing about who may call it stops the start of the process, rather than being
 * open or closed by accident.
 */
@Injectable()
export class AssertRoutesDeclareRoles implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws CodedError `ACCOUNTS.ROUTE_WITHOUT_ROLE` naming every such route */
  onModuleInit(): void {
    const silent = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, Handler>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => isSilentRoute(this.reflector, prototype[name], metatype))
        .map((name) => `${metatype.name}.${name}`);
    });
    if (silent.length > 0) throw accountsError('ACCOUNTS.ROUTE_WITHOUT_ROLE', { detail: silent.join(', ') });
  }
}

function isSilentRoute(
  reflector: Reflector,
  handler: Handler | undefined,
  controller: Parameters<typeof rulesOf>[2],
): boolean {
  if (handler === undefined || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) return false;
  return rulesOf(reflector, handler, controller).access === undefined;
}
