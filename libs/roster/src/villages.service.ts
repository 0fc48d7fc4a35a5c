import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isForeignKeyViolation, isUniqueViolation } from './constraint-violations.js';
import { Township } from './entities/township.entity.js';
import { Village } from './entities/village.entity.js';
import { rosterErrors } from './roster-errors.js';

/** Townships and their villages. */
@Injectable()
export class VillagesService {
  constructor(private readonly dataSource: DataSource) {}

  /** Makes sure the first township exists; a changed name is taken over. */
  async ensureTownship(township: { code: string; name: string }): Promise<void> {
    await this.dataSource.manager.upsert(Township, { ...township }, ['code']);
  }

  /** Adds a further township of a county. @throws CodedError `ROSTER.CODE_TAKEN` */
  async createTownship(township: Township): Promise<Township> {
    try {
      await this.dataSource.manager.insert(Township, township);
      return township;
    } catch (failure) {
      if (isUniqueViolation(failure)) throw rosterErrors.codeTaken('township', township.code);
      throw failure;
    }
  }

  async townships(): Promise<Township[]> {
    return this.dataSource.manager.find(Township, { order: { code: 'ASC' } });
  }

  /** @throws CodedError `ROSTER.CODE_TAKEN`, `ROSTER.UNKNOWN_TOWNSHIP` */
  async create(village: Village): Promise<Village> {
    try {
      await this.dataSource.manager.insert(Village, village);
      return village;
    } catch (failure) {
      if (isUniqueViolation(failure)) throw rosterErrors.codeTaken('village', village.code);
      if (isForeignKeyViolation(failure)) throw rosterErrors.unknownTownship(village.townshipCode);
      throw failure;
    }
  }

  async list(): Promise<Village[]> {
    return this.dataSource.manager.find(Village, { order: { code: 'ASC' } });
  }
}
