import { CodedError, type Config } from '@cunqin/platform';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FirstStart } from './first-start.js';
import { configureHttp } from './http/configure-http.js';

/**
 * Prepares the installation, opens the port and says so in one line, unless asked to be quiet.
 *
 * @throws CodedError `HTTP.PORT_IN_USE`, `HTTP.CANNOT_LISTEN`
 */
export async function serveHttp(
  app: NestExpressApplication,
  config: Config,
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<void> {
  configureHttp(app);
  await app.init();
  const admin = await app.get(FirstStart).prepare();
  // Before the port is opened: that may fail, and nobody will ever be told this password again.
  if (admin !== null) {
    process.stdout.write(
      `first administrator: ${admin.username}  password: ${admin.password}  (shown once, to be changed at first login)\n`,
    );
  }
  await listen(app, config);
  if (!quiet) process.stdout.write(`ready ${(await app.getUrl()).replace('[::1]', 'localhost')}\n`);
}

async function listen(app: NestExpressApplication, { host, port }: Config): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new CodedError('HTTP.PORT_IN_USE', `port ${port} at ${host} is in use: set PORT`, {
        title: `端口 ${port} 已被占用，请设置 PORT`,
        cause: failure,
      });
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CodedError('HTTP.CANNOT_LISTEN', `cannot listen at ${host}:${port}: ${code}`, {
        title: `不能在 ${host}:${port} 监听，请检查 HOST 和 PORT`,
        cause: failure,
      });
    }
    throw failure;
  }
}
