import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AssertRoutesDeclareRoles } from './assert-routes-declare-roles.js';
import { AnyRole, Public, Roles } from './roles.js';
import { startAccounts } from './testing/start-accounts.js';

async function start(...controllers: Type[]): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [AssertRoutesDeclareRoles],
    controllers,
  }).compile();
  try {
    await module.init();
  } finally {
    await module.close();
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  @Roles('office')
  guarded(): void {}

  @Post()
  forgotten(): void {}

  notARoute(): void {}
}

@Controller('spoken-for')
@Roles('admin')
class SpokenForController {
  @Get()
  byItsController(): void {}

  @Get('all')
  @AnyRole()
  byItself(): void {}
}

@Controller('open')
@Public()
class OpenController {
  @Get()
  open(): void {}
}

class SilentBase {
  @Get('inherited')
  inherited(): void {}
}

@Controller('heir')
class HeirController extends SilentBase {
  @Get()
  @Public()
  own(): void {}
}

const refusalNaming = (route: string) =>
  expect.objectContaining({ code: 'ACCOUNTS.ROUTE_WITHOUT_ROLE', message: expect.stringContaining(route) });

describe('a route without a role', () => {
  it('stops the start and is named', async () => {
    await expect(start(SpokenForController, ForgottenController)).rejects.toThrow(
      refusalNaming('ForgottenController.forgotten'),
    );
  });

  it('is found when it is inherited', async () => {
    await expect(start(HeirController)).rejects.toThrow(refusalNaming('HeirController.inherited'));
  });

  it('does not exist where route or controller speak', async () => {
    await expect(start(SpokenForController, OpenController)).resolves.toBeUndefined();
  });

  it('stops every process that imports AccountsModule', async () => {
    await expect(startAccounts({ controllers: [ForgottenController] })).rejects.toThrow(
      refusalNaming('ForgottenController.forgotten'),
    );
  });
});
