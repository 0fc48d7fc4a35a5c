import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CodedError } from '../errors/coded-error.js';
import { loadConfig } from './config.js';

function refusal(env: NodeJS.ProcessEnv): CodedError {
  try {
    loadConfig(env);
  } catch (failure) {
    if (failure instanceof CodedError) return failure;
    throw failure;
  }
  throw new Error('the environment was accepted');
}

describe('an empty environment', () => {
  it('is a town of its own on loopback, with everything in .data', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      databaseUrl: undefined,
      queueUrl: undefined,
      adminPassword: undefined,
      secretKey: undefined,
      clockNetworks: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
      backupDir: undefined,
      backupKeep: 14,
      township: { code: 'T01', name: '示范镇' },
      timeZone: 'Asia/Shanghai',
    });
  });

  it.each(['PORT', 'DATABASE_URL', 'QUEUE_URL', 'ADMIN_PASSWORD', 'SECRET_KEY', 'BACKUP_DIR', 'BACKUP_KEEP'])(
    'is the same with an empty %s',
    (name) => {
      expect(loadConfig({ [name]: '' })).toEqual(loadConfig({}));
      expect(loadConfig({ [name]: ' ' })).toEqual(loadConfig({}));
    },
  );
});

describe('an environment', () => {
  it('is taken over as it is', () => {
    expect(
      loadConfig({
        PORT: '0',
        HOST: '0.0.0.0',
        DATA_DIR: '/srv/cunqin',
        DATABASE_URL: 'postgres://u:p@db/cunqin',
        QUEUE_URL: 'redis://queue:6379',
        ADMIN_PASSWORD: '12345678',
        SECRET_KEY: 'k'.repeat(32),
        CLOCK_NETWORKS: ' 10.1.0.0/16, fd00::/8 ,127.0.0.0/8,',
        BACKUP_DIR: '/mnt/backup',
        BACKUP_KEEP: '30',
        TOWNSHIP: '官埠桥镇',
        TOWNSHIP_CODE: 'GBQ1',
      }),
    ).toEqual({
      port: 0,
      host: '0.0.0.0',
      dataDir: '/srv/cunqin',
      databaseUrl: 'postgres://u:p@db/cunqin',
      queueUrl: 'redis://queue:6379',
      adminPassword: '12345678',
      secretKey: 'k'.repeat(32),
      clockNetworks: ['10.1.0.0/16', 'fd00::/8', '127.0.0.0/8'],
      backupDir: '/mnt/backup',
      backupKeep: 30,
      township: { code: 'GBQ1', name: '官埠桥镇' },
      timeZone: 'Asia/Shanghai',
    });
  });

  it('may carry variables of others', () => {
    expect(loadConfig({ PATH: '/bin', LANG: 'C' })).toEqual(loadConfig({}));
  });

  it('is frozen once read', () => {
    const config = loadConfig({});
    expect([config, config.clockNetworks, config.township].every(Object.isFrozen)).toBe(true);
  });
});

describe('a variable at fault', () => {
  it.each([
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'eighty'],
    ['HOST', ''],
    ['DATA_DIR', ''],
    ['DATABASE_URL', 'mysql://u:hunter22@db/cunqin'],
    ['QUEUE_URL', 'amqp://u:hunter22@queue'],
    ['ADMIN_PASSWORD', 'hunter2'],
    ['SECRET_KEY', 'hunter2hunter2hunter2hunter2hun'],
    ['CLOCK_NETWORKS', '10.0.0.0'],
    ['CLOCK_NETWORKS', '10.0.0.0/33'],
    ['CLOCK_NETWORKS', '10.0.0.256/8'],
    ['CLOCK_NETWORKS', '10.0.0.0/8/8'],
    ['CLOCK_NETWORKS', '10.0.0.0/'],
    ['CLOCK_NETWORKS', 'fd00::/129'],
    ['CLOCK_NETWORKS', '10.0.0.0/8;192.168.0.0/16'],
    ['BACKUP_KEEP', '0'],
    ['BACKUP_KEEP', 'all'],
    ['TOWNSHIP', ''],
    ['TOWNSHIP_CODE', 'gbq'],
    ['TOWNSHIP_CODE', 'G'],
  ])('is named: %s cannot be "%s", and the value is not repeated', (name, value) => {
    const { code, message, title, fields, cause } = refusal({ [name]: value });
    expect({ code, title, cause }).toEqual({
      code: 'CONFIG.INVALID',
      title: '环境变量有误',
      cause: undefined,
    });
    expect(fields.map(({ field }) => field)).toEqual([name]);
    expect(message).toContain(name);
    if (value.length > 1) expect(JSON.stringify([message, fields])).not.toContain(value);
  });

  it('is named beside every other', () => {
    const { message, fields } = refusal({ PORT: 'x', ADMIN_PASSWORD: 'short', TOWNSHIP_CODE: '?' });
    expect(fields.map(({ field }) => field)).toEqual(['PORT', 'ADMIN_PASSWORD', 'TOWNSHIP_CODE']);
    for (const { field } of fields) expect(message).toContain(field);
  });
});
