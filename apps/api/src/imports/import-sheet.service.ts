import { createHash } from 'node:crypto';
import { AuditService } from '@cunqin/accounts';
import { readUploadedSheet } from '@cunqin/platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { cadreForm, checklistForm, enrolmentForm, type ImportForm } from './import-columns.js';
import { ImportCadresService } from './import-cadres.service.js';
import { ImportChecklistsService } from './import-checklists.service.js';
import { ImportEnrolmentsService } from './import-enrolments.service.js';
import { type ImportRow, importRows } from './import-rows.js';
import { type ImportAnswer, ImportRun } from './import-run.js';

export const IMPORT_FORMS = { cadres: cadreForm, checklists: checklistForm, enrolments: enrolmentForm };

/** A sheet of a whole county; what is longer was not filled in by hand. */
const MOST_ROWS = 10_000;
/** Beside them: the headings and the example. */
const OTHER_ROWS = 2;

/** Takes a sheet that an office filled in: as a whole, or, if asked for, those rows that are right. */
@Injectable()
export class ImportSheetService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditService,
    private readonly cadres: ImportCadresService,
    private readonly checklists: ImportChecklistsService,
    private readonly enrolments: ImportEnrolmentsService,
  ) {}

  /**
   * Imports a sheet in one transaction. The same sheet again changes nothing.
   *
   * @param options `partial`: import what is right although other rows are rejected
   * @throws CodedError `UPLOADS.…`, `IMPORTS.…` when the sheet as a whole cannot be read
   */
  async import(
    form: ImportForm['name'],
    file: Buffer,
    { partial, by }: { readonly partial: boolean; readonly by: string },
  ): Promise<ImportAnswer> {
    const sheet = await readUploadedSheet(file, { mostRows: MOST_ROWS + OTHER_ROWS });
    const rows = importRows(sheet, IMPORT_FORMS[form]);
    try {
      return await this.dataSource.transaction(async (manager) => {
        // One import at a time: what a row changes depends on what is there.
        await manager.query(`SELECT pg_advisory_xact_lock(hashtext('imports'))`);
        const run = new ImportRun(manager);
        await this.carryOut(form, rows, run, by);
        const answer = run.answer();
        if (answer.rejected.length > 0 && !partial) throw new NothingImported(answer);
        await this.audit.record(manager, {
          actor: by,
          action: `${form}.imported`,
          subject: `imports/${form}`,
          detail: {
            sha256: createHash('sha256').update(file).digest('hex'),
            created: answer.created,
            updated: answer.updated,
            rejected: answer.rejected.length,
          },
        });
        return answer;
      });
    } catch (failure) {
      if (!(failure instanceof NothingImported)) throw failure;
      return { ...failure.answer, created: 0, updated: 0 };
    }
  }

  private async carryOut(
    form: ImportForm['name'],
    rows: readonly ImportRow[],
    run: ImportRun,
    by: string,
  ): Promise<void> {
    switch (form) {
      case 'cadres':
        return this.cadres.import(rows, run, by);
      case 'checklists':
        return this.checklists.import(rows, run);
      case 'enrolments':
        return this.enrolments.import(rows, run, by);
    }
  }
}

/** Takes the transaction back. */
class NothingImported extends Error {
  constructor(readonly answer: ImportAnswer) {
    super('rows were rejected');
  }
}
