export { lockDataDir, type DataDirLock } from './lock-data-dir.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type EmbeddedPostgresServer,
} from './start-embedded-postgres.js';
