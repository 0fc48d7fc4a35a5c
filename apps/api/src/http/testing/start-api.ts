import { AccountsService, AccessTokenService, type Role, SessionTime } from '@cunqin/accounts';
import { AdjustableTime, loadConfig, SecretBox, SystemTime } from '@cunqin/platform';
import type { LoggerService, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import supertest from 'supertest';
import { Temporal } from 'temporal-polyfill';
import { createTestDatabase } from '../../../../../test/support/test-database.js';
import { ApiModule } from '../../api.module.js';
import { configureHttp } from '../configure-http.js';

export const TEST_PASSWORD = 'only for tests';

export interface StartedApi {
  readonly app: NestExpressApplication;
  readonly databaseUrl: string;
  /** The township's time. */
  readonly time: AdjustableTime;
  /** The time tokens live in. */
  readonly sessionTime: AdjustableTime;
  /** Everything that was logged, as text. */
  readonly logged: string[];
  http(): ReturnType<typeof supertest>;
  /** Makes an account and returns its `Authorization` header. */
  as(role: Role, username?: string): Promise<string>;
  stop(): Promise<void>;
}

/** The whole API on a database of its own. Controllers may be added, to see what becomes of their errors. */
export async function startApi(
  options: { env?: NodeJS.ProcessEnv; controllers?: Type[] } = {},
): Promise<StartedApi> {
  const database = await createTestDatabase();
  const stack: (() => Promise<void>)[] = [() => database.drop()];
  const stop = async (): Promise<void> => {
    for (const end of stack.splice(0).reverse()) await end();
  };
  const time = new AdjustableTime(Temporal.Instant.from('2026-10-20T00:41:00Z'));
  const sessionTime = new AdjustableTime(new SystemTime().now());
  const secrets = new SecretBox('a master key that only tests use, long enough');
  const logged: string[] = [];
  try {
    const module = await Test.createTestingModule({
      imports: [
        ApiModule.within({ config: loadConfig(options.env ?? {}), databaseUrl: database.url, time, secrets }),
      ],
      controllers: options.controllers ?? [],
    })
      .overrideProvider(SessionTime)
      .useValue(sessionTime)
      .compile();
    const app = module.createNestApplication<NestExpressApplication>({
      bodyParser: false,
      logger: collectInto(logged),
    });
    stack.push(() => app.close());
    configureHttp(app);
    await app.listen(0, '127.0.0.1');
    const as = async (role: Role, username = `${role}-1`): Promise<string> => {
      const cadreCode = role === 'cadre' ? 'C001' : undefined;
      const account = { username, password: TEST_PASSWORD, role, cadreCode };
      const created = await app.get(AccountsService, { strict: false }).create(account, 'system');
      const tokens = app.get(AccessTokenService, { strict: false });
      return `Bearer ${(await tokens.issue({ ...created, id: 0 })).accessToken}`;
    };
    const http = () => supertest(app.getHttpServer());
    return { app, databaseUrl: database.url, time, sessionTime, logged, http, as, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

function collectInto(lines: string[]): LoggerService {
  const collect = (...parts: unknown[]): void => void lines.push(parts.map(String).join(' '));
  return { log: collect, warn: collect, error: collect, debug: collect, verbose: collect, fatal: collect };
}
