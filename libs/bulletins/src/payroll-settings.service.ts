import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { deductionErrors } from './deduction-errors.js';
import type { DeductionBatch } from './domain/deductions/deduction-batch.js';
import { DEFAULT_MAPPING, type PayrollMapping } from './domain/deductions/payroll-mapping.js';
import { parseMapping } from './domain/deductions/payroll-settings.js';
import { byPerson, movingLines, type PersonCodes } from './domain/deductions/payroll-table.js';
import { type PayrollNumber, PayrollSettingsRepository } from './payroll-settings.repository.js';

/** A mapping and its version; 0 is what a township has that has told nothing. */
export interface MappingVersion extends PayrollMapping {
  readonly version: number;
  readonly recordedBy: string | null;
  /** An instant. */
  readonly recordedAt: string | null;
}

/** How the payroll program of the township wants its files. Nothing is overwritten. */
@Injectable()
export class PayrollSettingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: PayrollSettingsRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The version in force now, or at an instant: an issued month keeps the one it was issued under. */
  async mapping(at: string | null = null): Promise<MappingVersion> {
    const { manager } = this.dataSource;
    const until = at === null ? null : new Date(at);
    return shown(await this.repository.latest(manager, this.config.township.code, until));
  }

  /** @throws CodedError `PAYROLL.MAPPING_UNKNOWN` */
  async versionOf(version: number): Promise<MappingVersion> {
    if (version === 0) return shown(null);
    const found = await this.repository.version(this.dataSource.manager, this.config.township.code, version);
    if (found === null) throw deductionErrors.unknownMapping(version);
    return shown(found);
  }

  /** Every version, the first first. */
  async versions(): Promise<MappingVersion[]> {
    return (await this.repository.all(this.dataSource.manager, this.config.township.code)).map(shown);
  }

  /** Records the next version; what is left out is as by default. @throws CodedError `PAYROLL.MAPPING_INVALID` */
  async record(input: unknown, recordedBy: string): Promise<MappingVersion> {
    const settings = parseMapping(input);
    const { code } = this.config.township;
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager, code);
      const latest = await this.repository.latest(manager, code, null);
      const next = { version: (latest?.version ?? 0) + 1, settings, recordedBy, recordedAt: this.now() };
      await this.repository.addVersion(manager, code, next);
      return shown(next);
    });
  }

  /** The number each person holds now. */
  async numbers(): Promise<PayrollNumber[]> {
    return this.repository.numbers(this.dataSource.manager, this.config.township.code);
  }

  /**
   * Records numbers of persons; a later one takes an earlier one's place. All or nothing.
   *
   * @throws CodedError `PAYROLL.UNKNOWN_CADRE`, `PAYROLL.NUMBER_DOUBLED`
   */
  async recordNumbers(numbers: readonly PayrollNumber[], recordedBy: string): Promise<PayrollNumber[]> {
    const { code } = this.config.township;
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager, code);
      const cadres = numbers.map(({ cadreCode }) => cadreCode);
      const unknown = await this.repository.unknownCadres(manager, code, cadres);
      if (unknown.length > 0) throw deductionErrors.unknownCadres(unknown);
      await this.repository.addNumbers(manager, code, numbers, { by: recordedBy, at: this.now() });
      return this.heldOnce(manager);
    });
  }

  /**
   * What payroll knows each person of a batch by.
   *
   * @throws CodedError `PAYROLL.NUMBER_MISSING` with everybody who has none
   */
  async personCodes(batch: DeductionBatch, { personCode }: PayrollMapping): Promise<PersonCodes> {
    const cadreCodes = byPerson(movingLines(batch)).map(([{ cadreCode }]) => cadreCode);
    if (personCode === 'cadre-code') return new Map(cadreCodes.map((code) => [code, code]));
    const numbers = new Map((await this.numbers()).map(({ cadreCode, number }) => [cadreCode, number]));
    const missing = cadreCodes.filter((code) => !numbers.has(code));
    if (missing.length > 0) throw deductionErrors.numberMissing(missing);
    return numbers;
  }

  private async heldOnce(manager: EntityManager): Promise<PayrollNumber[]> {
    const numbers = await this.repository.numbers(manager, this.config.township.code);
    const held = new Set<string>();
    const doubled = numbers
      .map(({ number }) => number)
      .filter((number) => held.size === held.add(number).size);
    if (doubled.length > 0) throw deductionErrors.doubledNumber(doubled);
    return numbers;
  }

  private now(): Date {
    return new Date(this.time.now().epochMilliseconds);
  }
}

function shown(stored: Awaited<ReturnType<PayrollSettingsRepository['latest']>>): MappingVersion {
  if (stored === null) return { version: 0, recordedBy: null, recordedAt: null, ...DEFAULT_MAPPING };
  const { version, recordedBy, recordedAt, settings } = stored;
  return { version, recordedBy, recordedAt: recordedAt.toISOString(), ...settings };
}
