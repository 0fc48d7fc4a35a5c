import { AbsencesService, DecideSlipService } from '@cunqin/absences';
import { ChecklistsService, ItemResultsService } from '@cunqin/checklists';
import { ClocksService } from '@cunqin/clocks';
import { CadreChangesService, CadresService, EnrolmentsService, VillagesService } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import type { INestApplicationContext } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { type EmulatedTown, townInstant } from './emulated-town.js';
import type { TownDesk } from './town-desk.js';
import { hardwareOf } from './town-hardware.js';
import type { DemoChecklist, DemoTown } from './town/town.js';

/** Of no meaning for a clock that pushes. */
const DEFAULT_PORT = 4370;

const OFFICE = 'office';
const LEADER = 'leader';

/** What people in the township office do in the demo: they register, file, approve and take results in. */
export class TownOffice {
  private readonly clockIds = new Map<string, number>();
  private readonly lists = new Map<DemoChecklist, { id: number; reported: Set<number> }>();
  private absencesFiled = 0;
  private storyTold = 0;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly town: DemoTown,
    private readonly desk: TownDesk,
  ) {}

  /** Ids of the registered clocks in the order of the town's list. */
  get clocks(): { id: number; key: string; name: string; pushes: boolean }[] {
    return this.town.clocks.map(({ key, name }) => ({
      id: this.clockIds.get(key) ?? 0,
      key,
      name,
      pushes: hardwareOf(key).driver === 'push',
    }));
  }

  /** Villages, clocks, cadres and who holds which number. */
  async register(emulated: EmulatedTown): Promise<void> {
    const { township, villages, clocks, cadres, enrolments } = this.town;
    for (const village of villages) {
      await this.app.get(VillagesService).create({ ...village, townshipCode: township.code });
    }
    for (const clock of clocks) {
      const hardware = hardwareOf(clock.key);
      const { id } = await this.app.get(ClocksService).register({
        name: clock.name,
        villageCode: clock.villageCode,
        driver: hardware.driver,
        host: '127.0.0.1',
        port: emulated.portOf(clock.key) ?? DEFAULT_PORT,
        commKey: hardware.driver === 'push' ? null : hardware.commKey,
        serialNumber: clock.serialNumber,
        pollEveryMinutes: 10,
        timezone: 'Asia/Shanghai',
        placedFrom: clock.placedFrom,
      });
      this.clockIds.set(clock.key, id);
    }
    for (const { categoryChanges, ...cadre } of cadres) {
      await this.app.get(CadresService).create({ ...cadre, townshipCode: township.code });
      for (const { category, from } of categoryChanges) {
        await this.app
          .get(CadreChangesService)
          .changeCategory({ cadreCode: cadre.code, category, validFrom: from });
      }
    }
    for (const { cadreCode, clockKey, number, from } of enrolments) {
      await this.app.get(EnrolmentsService).create({
        cadreCode,
        clockId: clockKey === 'all' ? null : (this.clockIds.get(clockKey) ?? null),
        number,
        validFrom: from,
        validUntil: null,
      });
    }
  }

  /** Everything that came to the office before `now`, each thing with the time it came in. */
  async workUntil(now: string): Promise<void> {
    await this.fileAbsences(now);
    await this.fileStory(now);
    await this.handOutLists(now);
    await this.takeResults(now);
  }

  private async fileAbsences(now: string): Promise<void> {
    const slips = [...this.town.absences].sort((a, b) => (a.filedAt < b.filedAt ? -1 : 1));
    for (const slip of slips.slice(this.absencesFiled)) {
      if (slip.filedAt > now) return;
      const { id } = await this.app.get(AbsencesService).file({
        cadreCode: slip.cadreCode,
        kind: slip.kind,
        from: Temporal.PlainDate.from(slip.from),
        until: Temporal.PlainDate.from(slip.until),
        filedAt: townInstant(slip.filedAt),
        filedBy: OFFICE,
      });
      if (slip.approved) {
        const leader = { username: LEADER, cadreCode: null };
        await this.app.get(DecideSlipService).decide('absences', id, 'approve', leader);
      }
      this.absencesFiled += 1;
    }
  }

  /** Outages come first: within one, corrections are outside the monthly limit. */
  private async fileStory(now: string): Promise<void> {
    const { outages, corrections, enterpriseVisits, emergencyDuties } = this.town.story;
    const slips = [
      ...outages.map(({ clockKey, ...slip }) => ({
        register: 'outages' as const,
        slip: { clockId: this.clockIds.get(clockKey), ...slip },
      })),
      ...corrections.map((slip) => ({ register: 'corrections' as const, slip })),
      ...enterpriseVisits.map((slip) => ({ register: 'enterprise-visits' as const, slip })),
      ...emergencyDuties.map((slip) => ({ register: 'emergency-duties' as const, slip })),
    ].sort((a, b) => Temporal.PlainDateTime.compare(a.slip.filedAt, b.slip.filedAt));
    for (const { register, slip } of slips.slice(this.storyTold)) {
      if (slip.filedAt > now) return;
      await this.desk.fileApproved(register, slip);
      this.storyTold += 1;
    }
  }

  private async handOutLists(now: string): Promise<void> {
    for (const list of this.town.checklists) {
      const week = IsoWeek.parse(list.week);
      if (this.lists.has(list) || week.monday.toString() > now.slice(0, 10)) continue;
      const { id } = await this.app.get(ChecklistsService).create({
        cadreCode: list.cadreCode,
        week,
        items: list.items.map(({ title, villageCode }) => ({ title, villageCode, dueAt: null })),
      });
      this.lists.set(list, { id, reported: new Set() });
    }
  }

  private async takeResults(now: string): Promise<void> {
    for (const [list, { id, reported }] of this.lists) {
      for (const [index, { resultAt, resultText }] of list.items.entries()) {
        if (resultAt === null || resultAt > now || reported.has(index)) continue;
        const result = { text: resultText ?? '', at: townInstant(resultAt) };
        const office = { username: OFFICE, cadreCode: null };
        await this.app.get(ItemResultsService).report(id, index + 1, result, office);
        reported.add(index);
      }
    }
  }
}
