import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A stored paper without its bytes. */
export interface StoredPaper {
  readonly name: string;
  readonly mediaType: string;
  /** Hex, of the bytes. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly storedAt: Date;
}

/** Which papers of weeks are stored. */
@Injectable()
export class WeeklyPapersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By name, the last first. */
  async ofWeek(townshipCode: string, week: string): Promise<StoredPaper[]> {
    return this.dataSource.query(
      `SELECT name, media_type AS "mediaType", encode(sha256, 'hex') AS sha256, length(bytes) AS "sizeBytes",
              stored_at AS "storedAt"
       FROM issued_document WHERE township_code = $1 AND period = $2 ORDER BY name DESC`,
      [townshipCode, week],
    );
  }

  /** The weeks from `firstWeek` on that have a paper of this name. */
  async weeksWith(townshipCode: string, name: string, firstWeek: string): Promise<Set<string>> {
    const rows: { week: string }[] = await this.dataSource.query(
      `SELECT period AS week FROM issued_document
       WHERE township_code = $1 AND name = $2 AND period LIKE '%W%' AND period >= $3`,
      [townshipCode, name, firstWeek],
    );
    return new Set(rows.map(({ week }) => week));
  }
}
