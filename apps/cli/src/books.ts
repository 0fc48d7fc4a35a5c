import { type Config, loadSecretBox, PlatformModule, type Surroundings, SystemTime } from '@cunqin/platform';
import { type DynamicModule, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** Some libs without anybody to serve. */
@Module({})
class BooksModule {
  static within(surroundings: Surroundings, lib: Type): DynamicModule {
    return { module: BooksModule, imports: [PlatformModule.within(surroundings), lib] };
  }
}

/** Opens a lib's services on a database for the time of one task. */
export async function withBooks<T>(
  lib: Type,
  { databaseUrl, config }: { readonly databaseUrl: string; readonly config: Config },
  task: (books: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const secrets = await loadSecretBox(config);
  const books = await NestFactory.createApplicationContext(
    BooksModule.within({ config, databaseUrl, time: new SystemTime(), secrets }, lib),
    { logger: false, abortOnError: false },
  );
  try {
    return await task(books);
  } finally {
    await books.close();
  }
}
