import { expect, it } from '@jest/globals';
import { loadConfig } from '../config/config.js';
import { SystemTime } from '../time/time-source.js';
import { externalSurroundings, openDatabase } from './surroundings.js';

const OWN = loadConfig({ DATABASE_URL: 'postgres://u:p@db/cunqin', SECRET_KEY: 'k'.repeat(32) });

it('a program beside others is refused without DATABASE_URL', async () => {
  await expect(externalSurroundings(loadConfig({}))).rejects.toMatchObject({
    code: 'CONFIG.DATABASE_URL_MISSING',
    title: '请设置 DATABASE_URL，或者用 npm start 启动自带的数据库',
  });
});

it('a program beside others works on the operator’s database, in the machine’s time, with the operator’s key', async () => {
  const { config, databaseUrl, time, secrets } = await externalSurroundings(OWN);
  expect(config).toBe(OWN);
  expect(databaseUrl).toBe('postgres://u:p@db/cunqin');
  expect(time).toBeInstanceOf(SystemTime);
  expect(secrets.open(secrets.seal('123456'))).toBe('123456');
});

it('a standalone program with DATABASE_URL starts no server of its own', async () => {
  const { databaseUrl, close } = await openDatabase(OWN);
  expect(databaseUrl).toBe('postgres://u:p@db/cunqin');
  await expect(close()).resolves.toBeUndefined();
});
