/** Role that owns the product's database; not a superuser. */
export const DATABASE_ROLE = 'cunqin';
export const DATABASE_NAME = 'cunqin';

/** Only the product's own role, only from this machine, only with its password. */
export const CLIENT_AUTHENTICATION = `host all ${DATABASE_ROLE} 127.0.0.1/32 scram-sha-256\n`;

/**
 * Sized for an office computer: the whole product has 700 MB. Given on the command line, so that no
 * stray configuration file can weaken what keeps evidence safe.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',

  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_wal_senders: '0',

  timezone: 'UTC',
  log_timezone: 'UTC',

  shared_buffers: '64MB',
  effective_cache_size: '256MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  min_wal_size: '64MB',
  autovacuum_max_workers: '2',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  // No I/O worker processes: they cost memory and win nothing at this size.
  io_method: 'sync',
  jit: 'off',

  // PostgreSQL writes to the file we hand over as its standard error.
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
};

/** Arguments of `postgres` for a server on 127.0.0.1. */
export function serverArguments(clusterDir: string, port: number, maxConnections: number): string[] {
  const settings = Object.entries({ ...SETTINGS, max_connections: String(maxConnections) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  );
  return ['-D', clusterDir, '-p', String(port), ...settings];
}
