export { joinEmbeddedPostgres } from './join-embedded-postgres.js';
export { startEmbeddedPostgres } from './start-embedded-postgres.js';
