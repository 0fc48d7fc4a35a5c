import { FirstAdminService, type MadeUpAdmin } from '@cunqin/accounts';
import { PoliciesService } from '@cunqin/assessment';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { HolidayNoticesService, TownshipsService } from '@cunqin/roster';
import { Injectable } from '@nestjs/common';

/** What an empty installation needs before anybody can work with it. Safe to run at every start. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly townships: TownshipsService,
    private readonly notices: HolidayNoticesService,
    private readonly policies: PoliciesService,
    private readonly admins: FirstAdminService,
    private readonly seals: SealLedgerService,
  ) {}

  /** @returns the administrator's made-up password when there was none before: print it, once */
  async prepare(): Promise<MadeUpAdmin | null> {
    await this.townships.ensureFirst();
    await this.notices.ensureOfficialNotices();
    await this.policies.ensureDefault();
    await this.seals.sealToday();
    return this.admins.ensure();
  }
}
