import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { DataSource, type EntityManager } from 'typeorm';
import { assessmentErrors } from './assessment-errors.js';
import { parsePolicy, type PolicySettings } from './domain/policy-settings.js';
import { defaultPolicy, type Policy, policyInForce } from './domain/policy.js';

/** Versions of the township's rule. None is ever changed: a new one takes effect from a week on. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The rule as the township wrote it is version 1, so that there is always something to judge by. */
  async ensureDefault(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.lock(manager);
      if ((await this.versions(manager)).length === 0) await this.store(manager, defaultPolicy, 'system');
    });
  }

  /** @throws CodedError `POLICY.INVALID` with every field at fault */
  async publish(input: unknown, author: string): Promise<Policy> {
    const settings = parsePolicy(input);
    return this.dataSource.transaction(async (manager) => {
      await this.lock(manager);
      const version = Math.max(0, ...(await this.versions(manager)).map((policy) => policy.version)) + 1;
      const policy = { ...settings, version };
      await this.store(manager, policy, author);
      await this.dirtyWeeks.markJudged(manager, IsoWeek.parse(policy.effectiveFrom).monday);
      return policy;
    });
  }

  /** @throws CodedError `POLICY.NONE_IN_FORCE` */
  async current(): Promise<Policy> {
    return this.inForce(IsoWeek.of(this.time.localNow(this.config.timeZone).toPlainDate()));
  }

  /** The version that judges a week. @throws CodedError `POLICY.NONE_IN_FORCE` */
  async inForce(week: IsoWeek): Promise<Policy> {
    const policy = policyInForce(await this.versions(), week.toString());
    if (!policy) throw assessmentErrors.noPolicy(week.toString());
    return policy;
  }

  async versions(manager: EntityManager = this.dataSource.manager): Promise<Policy[]> {
    const rows: { version: number; effective_from: string; clause: string; settings: object }[] =
      await manager.query(
        `SELECT version, effective_from, clause, settings FROM policy_version
         WHERE township_code = $1 ORDER BY version`,
        [this.config.township.code],
      );
    return rows.map((row) => ({
      ...(row.settings as Omit<Policy, 'version' | 'effectiveFrom' | 'clause'>),
      version: row.version,
      effectiveFrom: row.effective_from,
      clause: row.clause,
    }));
  }

  private async lock(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('policy-version'))`);
  }

  private async store(
    manager: EntityManager,
    policy: PolicySettings & { version: number },
    author: string,
  ): Promise<void> {
    const { version, effectiveFrom, clause, ...settings } = policy;
    await manager.query(
      `INSERT INTO policy_version (township_code, version, effective_from, clause, settings, author, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        this.config.township.code,
        version,
        effectiveFrom,
        clause,
        JSON.stringify(settings),
        author,
        this.time.now().toString(),
      ],
    );
  }
}
