import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository, rosterErrors } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { DataSource, type EntityManager } from 'typeorm';
import { assessmentErrors } from './assessment-errors.js';
import { parsePublication } from './domain/policy-publication.js';
import { defaultPolicy, policyInForce } from './domain/policy.js';
import { PoliciesRepository, type PolicyVersion } from './policies.repository.js';

/**
 * Versions of the rule. None is ever changed: a new one takes effect from a week on. A township without versions
 * of its own is judged by those of the first township.
 */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: PoliciesRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The rule as the township wrote it is version 1, so that there is always something to judge by. */
  async ensureDefault(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager);
      if ((await this.versions(manager)).length > 0) return;
      const version = await this.nextVersion(manager);
      await this.repository.insert(
        manager,
        this.config.township.code,
        { ...defaultPolicy, version },
        this.made('system'),
      );
    });
  }

  /**
   * Makes a version of the rule. Weeks judged already are judged again by it from its first week on; a month that
   * was issued is only reached when the publication says `intoIssuedMonths`, and what differs is set right in the next.
   *
   * @throws CodedError `POLICY.INVALID` with every field at fault, `ROSTER.UNKNOWN_TOWNSHIP`, `POLICY.MONTH_ISSUED`
   */
  async publish(input: unknown, author: string): Promise<PolicyVersion> {
    const { settings, approver, townshipCode: code, intoIssuedMonths } = parsePublication(input);
    const townshipCode = code ?? this.config.township.code;
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager);
      if (!(await this.repository.isTownship(manager, townshipCode))) {
        throw rosterErrors.unknownTownship(townshipCode);
      }
      await this.dirtyWeeks.lockRefresh(manager);
      const settled = await this.repository.lastSettledWeek(manager, townshipCode);
      if (!intoIssuedMonths && settled !== null && settings.effectiveFrom <= settled) {
        throw assessmentErrors.monthIssued(settled);
      }
      const policy = { townshipCode, version: await this.nextVersion(manager) };
      await this.repository.insert(manager, townshipCode, { ...settings, ...policy }, this.made(author));
      if (approver !== null) await this.repository.approve(manager, policy, approver, this.made(author));
      await this.dirtyWeeks.markJudged(manager, IsoWeek.parse(settings.effectiveFrom).monday);
      return this.found(manager, policy.version);
    });
  }

  /**
   * A leader answers for a version that somebody else wrote.
   *
   * @param docNo the document that says so (文号), if there is one
   * @throws CodedError `POLICY.UNKNOWN`, `POLICY.OWN`, `POLICY.ALREADY_APPROVED`
   */
  async approve(version: number, by: string, docNo: string | null): Promise<PolicyVersion> {
    return this.dataSource.transaction(async (manager) => {
      await this.repository.lock(manager);
      const policy = await this.found(manager, version);
      if (policy.author === by) throw assessmentErrors.ownPolicy();
      if (policy.approval !== null) throw assessmentErrors.policyApproved(policy.approval.approver);
      await this.repository.approve(manager, policy, docNo === null ? by : `${by}，${docNo}`, this.made(by));
      return this.found(manager, version);
    });
  }

  /** The version that judges this week in the first township. @throws CodedError `POLICY.NONE_IN_FORCE` */
  async current(): Promise<PolicyVersion> {
    return this.inForce(IsoWeek.of(this.time.localNow(this.config.timeZone).toPlainDate()));
  }

  /** The version that judges a week in a township. @throws CodedError `POLICY.NONE_IN_FORCE` */
  async inForce(week: IsoWeek, townshipCode: string = this.config.township.code): Promise<PolicyVersion> {
    const policy = (await this.ofTownships())(townshipCode, week);
    if (!policy) throw assessmentErrors.noPolicy(week.toString());
    return policy;
  }

  /** One version of any township. @throws CodedError `POLICY.UNKNOWN` */
  async version(version: number): Promise<PolicyVersion> {
    return this.found(this.dataSource.manager, version);
  }

  /** The versions of the first township, or of another. */
  async versions(
    manager: EntityManager = this.dataSource.manager,
    townshipCode: string = this.config.township.code,
  ): Promise<PolicyVersion[]> {
    return (await this.repository.versions(manager)).filter((policy) => policy.townshipCode === townshipCode);
  }

  /** Tells by which version a township's week is judged. */
  async ofTownships(
    manager: EntityManager = this.dataSource.manager,
  ): Promise<(townshipCode: string, week: IsoWeek) => PolicyVersion | undefined> {
    const versions = await this.repository.versions(manager);
    const of = (code: string): PolicyVersion[] =>
      versions.filter(({ townshipCode }) => townshipCode === code);
    const first = of(this.config.township.code);
    return (townshipCode, week) =>
      policyInForce(of(townshipCode), week.toString()) ?? policyInForce(first, week.toString());
  }

  private async found(manager: EntityManager, version: number): Promise<PolicyVersion> {
    const policy = (await this.repository.versions(manager)).find((known) => known.version === version);
    if (!policy) throw assessmentErrors.unknownPolicy(version);
    return policy;
  }

  private async nextVersion(manager: EntityManager): Promise<number> {
    return Math.max(0, ...(await this.repository.versions(manager)).map(({ version }) => version)) + 1;
  }

  private made(by: string): { by: string; at: ReturnType<TimeSource['now']> } {
    return { by, at: this.time.now() };
  }
}
