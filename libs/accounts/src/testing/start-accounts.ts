import { AdjustableTime, loadConfig, PlatformModule, SecretBox } from '@cunqin/platform';
import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Temporal } from 'temporal-polyfill';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { AccountsModule } from '../accounts.module.js';

export interface StartedAccounts {
  readonly module: TestingModule;
  readonly databaseUrl: string;
  readonly time: AdjustableTime;
  stop(): Promise<void>;
}

/** The accounts library on a database of its own, without HTTP. Controllers may be added. */
export async function startAccounts(
  options: { env?: NodeJS.ProcessEnv; controllers?: Type[] } = {},
): Promise<StartedAccounts> {
  const database = await createTestDatabase();
  const time = new AdjustableTime(Temporal.Instant.from('2026-10-20T00:41:00Z'));
  const secrets = new SecretBox('a master key that only tests use, long enough');
  const config = loadConfig(options.env ?? {});
  const stack: (() => Promise<void>)[] = [() => database.drop()];
  const stop = async (): Promise<void> => {
    for (const end of stack.splice(0).reverse()) await end();
  };
  try {
    const module = await Test.createTestingModule({
      imports: [PlatformModule.within({ config, databaseUrl: database.url, time, secrets }), AccountsModule],
      controllers: options.controllers ?? [],
    }).compile();
    stack.push(() => module.close());
    await module.init();
    return { module, databaseUrl: database.url, time, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}
