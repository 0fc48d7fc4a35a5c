export { CONFIG, loadConfig, type Config } from './config/config.js';
export { explainConnectionFailure } from './database/database-errors.js';
export { databaseOptions } from './database/database-options.js';
export { migrateDatabase } from './database/migrate.js';
export { CodedError, type FieldFault } from './errors/coded-error.js';
export { PlatformModule, type Surroundings } from './platform.module.js';
export { CLOCK_QUEUE, TOWNSHIP_QUEUE, type ClockJobs, type TownshipJobs } from './queue/job-names.js';
export { loadSecretBox, SecretBox } from './secrets/secret-box.js';
export { AdjustableTime, SystemTime, TimeSource } from './time/time-source.js';
