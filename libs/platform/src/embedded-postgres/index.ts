export { startEmbeddedPostgres, type EmbeddedPostgresServer } from './start-embedded-postgres.js';
