import { CadresService, EnrolmentsService } from '@cunqin/roster';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { CreateEnrolmentBody } from '../set-up/dto/roster.dto.js';
import { importErrors } from './import-errors.js';
import type { ImportRow } from './import-rows.js';
import type { ImportRun } from './import-run.js';
import { rowBody } from './row-body.js';

const ALL = '全部';

/** Enrolments of a sheet: the new ones are added, one that is there gets its last day. */
@Injectable()
export class ImportEnrolmentsService {
  constructor(
    private readonly enrolments: EnrolmentsService,
    private readonly cadres: CadresService,
  ) {}

  async import(rows: readonly ImportRow[], run: ImportRun, by: string): Promise<void> {
    const names = new Map(
      (await this.cadres.list(undefined, run.manager)).map(({ code, name }) => [code, name]),
    );
    const known = await this.enrolments.list(run.manager);
    for (const row of run.sound(rows)) {
      await run.carryOut([row], async (manager) => {
        const { name, clockId: clock, ...values } = row.values;
        const body = await rowBody(CreateEnrolmentBody, {
          ...values,
          clockId: clock === ALL ? 'all' : clock,
        });
        const { cadreCode, number, from: validFrom, until } = body;
        const holder = names.get(cadreCode);
        if (name !== undefined && holder !== undefined && name !== holder)
          throw importErrors.otherName('name');
        const clockId = body.clockId === 'all' ? null : Number(body.clockId);
        const same = known.find(
          (row) =>
            row.cadreCode === cadreCode &&
            row.clockId === clockId &&
            row.number === number &&
            row.validFrom === validFrom,
        );
        if (same === undefined) {
          const enrolment = { cadreCode, clockId, number, validFrom, validUntil: until ?? null };
          known.push(await this.enrolments.create(enrolment, manager));
          return ['created'];
        }
        if (until === undefined || until === same.validUntil) return ['unchanged'];
        await this.enrolments.end(same.id, Temporal.PlainDate.from(until), by, manager);
        same.validUntil = until;
        return ['updated'];
      });
    }
  }
}
