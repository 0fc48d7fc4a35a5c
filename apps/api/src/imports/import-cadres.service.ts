import { CONFIG, type Config } from '@cunqin/platform';
import { CadreChangesService, CadresService, type CadreView } from '@cunqin/roster';
import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { CreateCadreBody } from '../set-up/dto/roster.dto.js';
import { importErrors } from './import-errors.js';
import type { ImportRow } from './import-rows.js';
import type { ImportRun, RowOutcome } from './import-run.js';
import { rowBody } from './row-body.js';

/** Cadres of a sheet: the new ones are added, of the others what differs is changed from a date on. */
@Injectable()
export class ImportCadresService {
  constructor(
    private readonly cadres: CadresService,
    private readonly changes: CadreChangesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async import(rows: readonly ImportRow[], run: ImportRun, by: string): Promise<void> {
    const seen = new Map<unknown, number>();
    const known = new KnownCadres(this.cadres, run.manager);
    for (const row of run.sound(rows)) {
      const { code } = row.values;
      const earlier = seen.get(code);
      seen.set(code, earlier ?? row.number);
      await run.carryOut([row], async (manager) => {
        if (earlier !== undefined) throw importErrors.twice('code', earlier);
        const { effectiveFrom, ...values } = row.values;
        const body = await rowBody(CreateCadreBody, values);
        const from = effectiveFrom === undefined ? undefined : String(effectiveFrom);
        const cadre = await known.find(body.code, from);
        if (cadre !== undefined) return [await this.change(cadre, body, from, by, manager)];
        const { managedUntil = null, homeVillageCode = null } = body;
        const townshipCode = body.townshipCode ?? this.config.township.code;
        await this.cadres.create({ ...body, townshipCode, managedUntil, homeVillageCode }, manager);
        return ['created'];
      });
    }
  }

  private async change(
    cadre: CadreView,
    body: CreateCadreBody,
    effectiveFrom: string | undefined,
    by: string,
    manager: EntityManager,
  ): Promise<RowOutcome> {
    const { code, name, office, identity, postSubsidyFen, category } = body;
    if (body.managedFrom !== cadre.managedFrom) throw importErrors.managedFromDiffers();
    if (body.townshipCode !== undefined && body.townshipCode !== cadre.townshipCode) {
      throw importErrors.townshipDiffers();
    }
    const homeVillageCode = body.homeVillageCode ?? cadre.homeVillageCode;
    const changes: (() => Promise<unknown>)[] = [];
    const since = (): { cadreCode: string; validFrom: string } => {
      if (effectiveFrom === undefined) throw importErrors.effectiveFromMissing();
      return { cadreCode: code, validFrom: effectiveFrom };
    };
    if (category !== cadre.category) {
      const change = { ...since(), category };
      changes.push(() => this.changes.changeCategory(change, manager));
    }
    if (homeVillageCode !== cadre.homeVillageCode) {
      const change = { ...since(), villageCode: homeVillageCode };
      changes.push(() => this.changes.changeHomeVillage(change, manager));
    }
    if (identity !== cadre.identity || postSubsidyFen !== cadre.postSubsidyFen) {
      const post = { ...since(), identity, postSubsidyFen };
      changes.push(() => this.changes.changePost(post, by, manager));
    }
    if (name !== cadre.name || office !== cadre.office) {
      changes.push(() => this.changes.correct(code, { name, office }, by, manager));
    }
    const { managedUntil = cadre.managedUntil } = body;
    if (managedUntil !== null && managedUntil !== cadre.managedUntil) {
      changes.push(() => this.changes.leave(code, Temporal.PlainDate.from(managedUntil), by, manager));
    }
    for (const change of changes) await change();
    return changes.length === 0 ? 'unchanged' : 'updated';
  }
}

/** Cadres as they were before the import, on the dates that its rows name. */
class KnownCadres {
  private readonly byDate = new Map<string | undefined, Map<string, CadreView>>();

  constructor(
    private readonly cadres: CadresService,
    private readonly manager: EntityManager,
  ) {}

  async find(code: string, on: string | undefined): Promise<CadreView | undefined> {
    let known = this.byDate.get(on);
    if (known === undefined) {
      known = new Map((await this.cadres.list(on, this.manager)).map((cadre) => [cadre.code, cadre]));
      this.byDate.set(on, known);
    }
    return known.get(code);
  }
}
