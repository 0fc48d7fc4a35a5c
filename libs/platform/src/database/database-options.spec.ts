import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { databaseOptions } from './database-options.js';
import { SnakeNaming } from './snake-naming.js';
import { SqlLogger } from './sql-logger.js';

describe('a database connection', () => {
  it('never lets the ORM change the schema, and works in UTC', () => {
    expect(databaseOptions('postgres://db/cunqin')).toMatchObject({
      url: 'postgres://db/cunqin',
      synchronize: false,
      poolSize: 10,
      extra: { options: '-c timezone=UTC' },
    });
    expect(databaseOptions('postgres://db/cunqin', { poolSize: 2 }).poolSize).toBe(2);
  });

  it('reads a time without zone as it stands, in no zone', () => {
    const parse = pg.types.getTypeParser(1114) as (text: string) => unknown;
    expect(parse('2026-10-20 08:41:00')).toBe('2026-10-20T08:41:00');
  });

  it('reads lists of such times the same way', () => {
    const parse = pg.types.getTypeParser(1115 as 1114) as (text: string) => unknown;
    expect(parse('{"2026-10-20 08:41:00","2026-10-20 15:10:00"}')).toEqual([
      '2026-10-20T08:41:00',
      '2026-10-20T15:10:00',
    ]);
    expect(parse('{}')).toEqual([]);
  });
});

describe('a column', () => {
  it.each([
    ['managedFrom', undefined, 'managed_from'],
    ['code', undefined, 'code'],
    ['docNo', 'document_number', 'document_number'],
  ])('of the property %s, named %p, is %s', (property, custom, column) => {
    expect(new SnakeNaming().columnName(property, custom)).toBe(column);
  });
});

describe('the log of statements', () => {
  afterEach(() => {
    Logger.overrideLogger(false);
  });

  function loggedBy(act: (logger: SqlLogger) => void): string[] {
    const lines: string[] = [];
    const keep = (line: unknown): void => void lines.push(String(line));
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
    act(new SqlLogger());
    return lines;
  }

  it('shows a failed statement on one line, without its parameters', () => {
    const lines = loggedBy((logger) =>
      logger.logQueryError('duplicate key', 'INSERT INTO account\n  VALUES ($1, $2)', ['admin', 'hunter2']),
    );
    expect(lines.join('\n')).toContain('INSERT INTO account VALUES ($1, $2)');
    expect(lines.join('\n')).not.toContain('hunter2');
    for (const line of lines) expect(line).not.toContain('\n');
  });

  it('shows at most 300 characters of it', () => {
    const lines = loggedBy((logger) => logger.logQueryError('failed', `SELECT '${'x'.repeat(5000)}'`, []));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(300);
  });

  it('does not show statements that went well', () => {
    expect(loggedBy((logger) => logger.logQuery('SELECT $1', ['hunter2']))).toEqual([]);
  });
});
