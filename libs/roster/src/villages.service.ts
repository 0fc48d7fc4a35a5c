import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isForeignKeyViolation, isUniqueViolation } from './constraint-violations.js';
import { Village } from './entities/village.entity.js';
import { rosterErrors } from './roster-errors.js';

/** Villages of the townships. */
@Injectable()
export class VillagesService {
  constructor(private readonly dataSource: DataSource) {}

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
