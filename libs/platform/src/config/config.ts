import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../errors/coded-error.js';

/** `PORT=` in an environment file means that nobody set it, not port 0. */
const emptyIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

const optionalText = z.preprocess(emptyIsAbsent, z.string().optional());

const environment = z.object({
  PORT: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(0).max(65535).default(3000)),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: optionalText.refine((url) => url === undefined || /^postgres(ql)?:\/\//.test(url), {
    message: 'must begin with postgres:// or postgresql://',
  }),
  QUEUE_URL: optionalText.refine((url) => url === undefined || /^(rediss?|postgres(ql)?):\/\//.test(url), {
    message: 'must begin with redis://, rediss:// or postgres://',
  }),
  ADMIN_PASSWORD: optionalText.refine((password) => password === undefined || password.length >= 8, {
    message: 'must have at least 8 characters',
  }),
  SECRET_KEY: optionalText.refine((key) => key === undefined || key.length >= 32, {
    message: 'must have at least 32 characters',
  }),
  CLOCK_NETWORKS: z
    .string()
    .default('10.0.0.0/8,172.16.0.0/12,192.168.0.0/16')
    .transform((list) =>
      list
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((list) => list.every(isNetwork), {
      message: 'must be networks such as 192.168.0.0/16, separated by commas',
    }),
  BACKUP_DIR: optionalText,
  BACKUP_KEEP: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(1).max(3650).default(14)),
  TOWNSHIP: z.string().min(1).default('示范镇'),
  TOWNSHIP_CODE: z
    .string()
    .regex(/^[A-Z0-9]{2,16}$/)
    .default('T01'),
});

function isNetwork(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    rest.length === 0 &&
    /^\d{1,3}$/.test(prefix) &&
    Number(prefix) <= (version === 6 ? 128 : 32)
  );
}

/** Everything the program takes from its environment, validated and frozen. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute path of the directory for the embedded server, the key file and spools. */
  readonly dataDir: string;
  /** A PostgreSQL of the operator's own; absent: the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Where the queue lives; absent: in the database. */
  readonly queueUrl: string | undefined;
  readonly adminPassword: string | undefined;
  /** Signs tokens and encrypts comm keys; absent: a key file in `dataDir`. */
  readonly secretKey: string | undefined;
  /** Networks in CIDR form in which clock addresses may lie. */
  readonly clockNetworks: readonly string[];
  /** Absolute path of the directory for daily backups; absent: none are made. */
  readonly backupDir: string | undefined;
  /** How many daily backups are kept. */
  readonly backupKeep: number;
  readonly township: { readonly code: string; readonly name: string };
  /** The zone in which weeks begin and end. */
  readonly timeZone: string;
}

/** Injection token of the {@link Config}. */
export const CONFIG = Symbol('CONFIG');

/**
 * Reads the environment once.
 *
 * @throws CodedError `CONFIG.INVALID` naming every variable at fault; values are never repeated,
 *   they may be secrets
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      message: issue.message,
    }));
    throw new CodedError(
      'CONFIG.INVALID',
      `environment: ${fields.map((fault) => `${fault.field} ${fault.message}`).join('; ')}`,
      { title: '环境变量有误', fields },
    );
  }
  const values = parsed.data;
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    queueUrl: values.QUEUE_URL,
    adminPassword: values.ADMIN_PASSWORD,
    secretKey: values.SECRET_KEY,
    clockNetworks: Object.freeze(values.CLOCK_NETWORKS),
    backupDir: values.BACKUP_DIR === undefined ? undefined : resolve(values.BACKUP_DIR),
    backupKeep: values.BACKUP_KEEP,
    township: Object.freeze({ code: values.TOWNSHIP_CODE, name: values.TOWNSHIP }),
    timeZone: 'Asia/Shanghai',
  });
}
