import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { readProductInfo } from '../process/product-info.js';
import { TimeSource } from '../time/time-source.js';
import { PART_SUFFIX } from './archive-writer.js';
import { backUpDatabase, type BackupReport } from './back-up-database.js';

const DAILY = /^cunqin-\d{4}-\d{2}-\d{2}-daily\.tar$/;
const PART_OF_DAILY = /^\.cunqin-\d{4}-\d{2}-\d{2}-daily\.tar\./;

/** One backup a day in `BACKUP_DIR`, of which the latest are kept. */
@Injectable()
export class DailyBackupService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly time: TimeSource,
  ) {}

  /**
   * Makes the backup of the day unless it is there already, then removes the oldest beyond `BACKUP_KEEP`.
   * Files of other names are never touched.
   *
   * @returns `null` when there was nothing to do, or no `BACKUP_DIR` is set
   * @throws CodedError `BACKUP.CANNOT_WRITE`, `BACKUP.DATABASE_FAILED`
   */
  async run(): Promise<BackupReport | null> {
    const { backupDir, timeZone } = this.config;
    const { options } = this.dataSource;
    if (backupDir === undefined || options.type !== 'postgres' || options.url === undefined) return null;
    const date = this.time.localNow(timeZone).toPlainDate().toString();
    const name = `cunqin-${date}-daily.tar`;
    await mkdir(backupDir, { recursive: true, mode: 0o700 });
    if ((await stat(join(backupDir, name)).catch(() => null)) !== null) return null;
    await this.removeOldParts(backupDir, name);
    const report = await backUpDatabase({
      databaseUrl: options.url,
      destination: join(backupDir, name),
      product: readProductInfo().version,
      now: this.time.now(),
      timeZone,
    });
    await this.removeOldest(backupDir);
    return report;
  }

  /** What a kill in the middle of an earlier day's backup left behind. */
  private async removeOldParts(directory: string, today: string): Promise<void> {
    for (const name of await readdir(directory)) {
      const isOld = PART_OF_DAILY.test(name) && name.endsWith(PART_SUFFIX) && !name.startsWith(`.${today}.`);
      if (isOld) await rm(join(directory, name), { force: true });
    }
  }

  private async removeOldest(directory: string): Promise<void> {
    const daily = (await readdir(directory)).filter((name) => DAILY.test(name)).sort();
    for (const name of daily.slice(0, -this.config.backupKeep))
      await rm(join(directory, name), { force: true });
  }
}
