import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A file that is printed or handed on, before it is anybody's paper. */
export interface PrintedFile {
  /** `bulletin.docx`. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A file as it was issued. */
export interface IssuedDocument extends PrintedFile {
  /** Hex, of the bytes. */
  readonly sha256: string;
  readonly storedAt: Date;
}

/** The stored papers. Rows are only ever added, and the first of a name is the paper. */
@Injectable()
export class IssuedDocumentsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param period a month `2026-10` or a week `2026-W43` */
  async find(townshipCode: string, period: string, name: string): Promise<IssuedDocument | null> {
    const [found]: IssuedDocument[] = await this.dataSource.query(
      `SELECT name, media_type AS "mediaType", bytes, encode(sha256, 'hex') AS sha256, stored_at AS "storedAt"
       FROM issued_document WHERE township_code = $1 AND period = $2 AND name = $3`,
      [townshipCode, period, name],
    );
    return found ?? null;
  }

  /** The issued months that have not yet a paper of each of these names, in order of time. */
  async monthsWithout(townshipCode: string, names: readonly string[]): Promise<string[]> {
    const rows: { month: string }[] = await this.dataSource.query(
      `SELECT month FROM settled_month AS settled
       WHERE township_code = $1 AND EXISTS (
         SELECT FROM unnest($2::text[]) AS wanted
         WHERE NOT EXISTS (SELECT FROM issued_document
                           WHERE township_code = $1 AND period = settled.month AND name = wanted))
       ORDER BY month`,
      [townshipCode, names],
    );
    return rows.map(({ month }) => month);
  }

  /** Stores what is not there yet; of two that write the same paper at once, one is kept. */
  async add(townshipCode: string, period: string, file: PrintedFile, storedAt: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO issued_document (township_code, period, name, media_type, bytes, sha256, stored_at)
       VALUES ($1, $2, $3, $4, $5, sha256($5), $6) ON CONFLICT DO NOTHING`,
      [townshipCode, period, file.name, file.mediaType, file.bytes, storedAt],
    );
  }

  /**
   * Stores files that belong together, all or none: where the first is there already, or somebody else is
   * just storing it, theirs stand.
   */
  async addTogether(
    townshipCode: string,
    period: string,
    files: readonly PrintedFile[],
    storedAt: Date,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      for (const { name, mediaType, bytes } of files) {
        // The first waits for whoever else stores it; after it nobody can be in the way.
        const added: unknown[] = await manager.query(
          `INSERT INTO issued_document (township_code, period, name, media_type, bytes, sha256, stored_at)
           VALUES ($1, $2, $3, $4, $5, sha256($5), $6) ON CONFLICT DO NOTHING RETURNING name`,
          [townshipCode, period, name, mediaType, bytes, storedAt],
        );
        if (added.length === 0) return;
      }
    });
  }
}
