export { backUpDatabase, type BackupReport } from './backup/back-up-database.js';
export { DailyBackupService } from './backup/daily-backup.service.js';
export { restoreDatabase, type RestoreReport } from './backup/restore-database.js';
export { CONFIG, loadConfig, type Config } from './config/config.js';
export { explainConnectionFailure } from './database/database-errors.js';
export { databaseOptions } from './database/database-options.js';
export { migrateDatabase } from './database/migrate.js';
export { dropDatabase } from './database/drop-database.js';
export { recreateDatabase } from './database/recreate-database.js';
export { CodedError, type CodedReason, type FieldFault } from './errors/coded-error.js';
export { IdSource } from './ids/id-source.js';
export { PlatformModule, type Surroundings } from './platform.module.js';
export { readProductInfo } from './process/product-info.js';
export { type RunningProgram, runProgram, sentenceOf } from './process/run-program.js';
export { externalSurroundings, openDatabase, openExistingDatabase } from './process/surroundings.js';
export { CLOCK_QUEUE, TOWNSHIP_QUEUE, type ClockJobs, type TownshipJobs } from './queue/job-names.js';
export { whenReady } from './queue/when-ready.js';
export { loadSecretBox, SecretBox } from './secrets/secret-box.js';
export { AdjustableTime, SystemTime, TimeSource } from './time/time-source.js';
export {
  readUploadedSheet,
  type UploadedCell,
  type UploadedRow,
  type UploadedSheet,
} from './uploads/read-sheet.js';
export { uploadErrors } from './uploads/upload-errors.js';
