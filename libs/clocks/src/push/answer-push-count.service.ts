import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { clockErrors } from '../clock-errors.js';
import { ClocksService } from '../clocks.service.js';

/** Counts that differ, and go on to differ however often the period is fetched again. */
const DIFFERING = ['clock-holds-more', 'clock-holds-fewer'];

/**
 * Takes a person's word for a pushing clock that counts otherwise than the ledger: a line that nobody can read counts
 * for the clock only, a file imported before counts for the ledger only. Without such a word it would never be proven
 * again, and no week of the township judged.
 */
@Injectable()
export class AnswerPushCountService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clocks: ClocksService,
    private readonly time: TimeSource,
  ) {}

  /**
   * The proof begins anew where the period ends that the counts differ in. The word stands for ever, with the counts
   * and its reason.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `CLOCKS.COUNTS_AGREE` when there is nothing to answer for
   */
  async answer(clockId: number, reason: string, by: string): Promise<void> {
    await this.clocks.view(clockId);
    await this.dataSource.transaction(async (manager) => {
      const [differs]: { detail: string; until: string }[] = await manager.query(
        `SELECT proof_detail AS detail,
                (SELECT until_time::text FROM push_command
                 WHERE push_command.clock_id = push_clock.clock_id AND proof_round > 0 AND answered_at IS NOT NULL
                 ORDER BY answered_at DESC, until_time DESC LIMIT 1) AS until
         FROM push_clock WHERE clock_id = $1 AND proof = ANY ($2) FOR UPDATE`,
        [clockId, DIFFERING],
      );
      if (differs === undefined) throw clockErrors.countsAgree(clockId);
      await manager.query(
        `INSERT INTO push_count_answer (clock_id, proof_from, detail, reason, answered_by, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [clockId, differs.until, differs.detail, reason, by, this.time.now().toString()],
      );
      await manager.query(
        `UPDATE push_clock SET proof = 'untested', proof_detail = NULL, failed_proofs = 0, next_proof_at = NULL
         WHERE clock_id = $1`,
        [clockId],
      );
    });
  }
}
