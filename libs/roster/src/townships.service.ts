import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { isUniqueViolation } from './constraint-violations.js';
import { Township } from './entities/township.entity.js';
import { rosterErrors } from './roster-errors.js';

/** The townships of a county; the first is the one the program was set up for. */
@Injectable()
export class TownshipsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes sure the first township exists; a changed name is taken over. */
  async ensureFirst(): Promise<void> {
    await this.dataSource.manager.upsert(Township, { ...this.config.township }, ['code']);
  }

  /** Adds a further township. @throws CodedError `ROSTER.CODE_TAKEN` */
  async create(township: Township): Promise<Township> {
    try {
      await this.dataSource.manager.insert(Township, township);
      return township;
    } catch (failure) {
      if (isUniqueViolation(failure)) throw rosterErrors.codeTaken('township', township.code);
      throw failure;
    }
  }

  /** By code. */
  async list(): Promise<Township[]> {
    return this.dataSource.manager.find(Township, { order: { code: 'ASC' } });
  }

  /** The township of a code; without one, the first. @throws CodedError `ROSTER.UNKNOWN_TOWNSHIP` */
  async named(code: string = this.config.township.code): Promise<Township> {
    const township = await this.dataSource.manager.findOneBy(Township, { code });
    if (township === null) throw rosterErrors.unknownTownship(code);
    return township;
  }
}
