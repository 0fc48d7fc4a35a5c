import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';

/** The state of a clock as an administrator sees it. */
export interface ClockHealth {
  readonly clockId: number;
  readonly name: string;
  readonly villageCode: string | null;
  /** `online`: read within two intervals; `late`: within a day; `down`: longer ago, or never. */
  readonly state: 'online' | 'late' | 'down';
  readonly lastReadAt: string | null;
  /** When a clock that pushes was last heard of; `null` for others. */
  readonly lastContactAt: string | null;
  /**
   * What the last attempt to prove a pushing clock complete came to: `untested`, `proven`,
   * `clock-holds-more`, `clock-holds-fewer`, `log-cleared`, or `unsupported` by its firmware, which then is
   * never covered by itself. `null` for clocks that are read.
   */
  readonly proof: string | null;
  /** The figures behind `proof`. */
  readonly proofDetail: string | null;
  readonly coveredUntil: string | null;
  readonly offsetSeconds: number | null;
  /** How full its log is, in percent; `null` when it does not say. */
  readonly fillPercent: number | null;
  /** The last read brought fewer punches than the clock stated. */
  readonly countMismatch: boolean;
  /** Incidents that are still open, oldest first. */
  readonly incidents: readonly { readonly id: number; readonly code: string; readonly detectedAt: string }[];
  /** Reads prove nothing about this clock until its incidents are closed: weeks wait for it. */
  readonly heldBack: boolean;
  /** How much of the log the last good read fetched; `null` before modes were kept. */
  readonly mode: string | null;
  /** Bytes of log data it fetched. */
  readonly logBytes: number | null;
  /** Code of the last failure, if the last read failed. */
  readonly lastError: string | null;
}

/** A read as the ledger keeps it. */
export interface ReadView {
  readonly id: string;
  readonly source: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly serialNumber: string | null;
  readonly statedBefore: number | null;
  readonly statedAfter: number | null;
  readonly decoded: number;
  readonly appended: number;
  readonly duplicates: number;
  readonly suspect: number;
  readonly offsetSeconds: number | null;
  readonly bytesRead: number;
  /** How much of the log was fetched: `full`, `tail`, `nothing-new`, `refetched`. */
  readonly mode: string | null;
  readonly logBytes: number | null;
  /** Records the log held, fetched or known from before. */
  readonly logRecords: number | null;
  /** That this server set the clock after this read, or tried to. */
  readonly timeSet: {
    readonly before: string;
    readonly after: string;
    readonly errorCode: string | null;
  } | null;
  readonly coveredUntil: string | null;
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;
const LOCAL = `'YYYY-MM-DD"T"HH24:MI:SS'`;

/** Shows how the clocks are and what their reads brought. */
@Injectable()
export class ClockHealthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly time: TimeSource,
  ) {}

  async health(): Promise<ClockHealth[]> {
    return this.dataSource.query(
      `SELECT clock.id AS "clockId", clock.name, placement.village_code AS "villageCode",
              CASE
                WHEN coalesce(push.last_contact_at, good.finished_at) >= $1::timestamptz - make_interval(mins => 2 * clock.poll_every_minutes)
                  THEN 'online'
                WHEN coalesce(push.last_contact_at, good.finished_at) >= $1::timestamptz - interval '1 day' THEN 'late'
                ELSE 'down'
              END AS state,
              to_char(good.finished_at AT TIME ZONE 'UTC', ${INSTANT}) AS "lastReadAt",
              to_char(push.last_contact_at AT TIME ZONE 'UTC', ${INSTANT}) AS "lastContactAt",
              CASE WHEN clock.driver = 'push' THEN coalesce(push.proof, 'untested') END AS proof,
              push.proof_detail AS "proofDetail",
              (SELECT to_char(max(covered_until), ${LOCAL}) FROM coverage
               WHERE coverage.clock_id = clock.id) AS "coveredUntil",
              good.offset_seconds AS "offsetSeconds",
              round(100.0 * coalesce(good.log_records, good.decoded) / nullif(good.punch_capacity, 0))::integer AS "fillPercent",
              coalesce(good.outcome = 'count-mismatch' OR push.proof IN ('clock-holds-more', 'clock-holds-fewer'), false) AS "countMismatch",
              good.mode, good.log_bytes AS "logBytes",
              coalesce(incident.open, '[]') AS incidents, incident.open IS NOT NULL AS "heldBack",
              latest.error_code AS "lastError"
       FROM clock
       LEFT JOIN push_clock AS push ON push.clock_id = clock.id AND clock.driver = 'push'
       LEFT JOIN LATERAL (SELECT * FROM clock_read
                          WHERE clock_read.clock_id = clock.id AND outcome <> 'failed' AND source <> 'file'
                          ORDER BY finished_at DESC LIMIT 1) AS good ON true
       LEFT JOIN LATERAL (SELECT * FROM clock_read WHERE clock_read.clock_id = clock.id
                          ORDER BY finished_at DESC LIMIT 1) AS latest ON true
       LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object(
                                   'id', id, 'code', code,
                                   'detectedAt', to_char(detected_at AT TIME ZONE 'UTC', ${INSTANT})) ORDER BY id) AS open
                          FROM clock_incident_state
                          WHERE clock_incident_state.clock_id = clock.id AND open) AS incident ON true
       LEFT JOIN LATERAL (SELECT village_code FROM clock_placement
                          WHERE clock_placement.clock_id = clock.id
                          ORDER BY placed_from DESC LIMIT 1) AS placement ON true
       WHERE clock.retired_on IS NULL OR clock.retired_on > ($1::timestamptz AT TIME ZONE clock.timezone)::date
       ORDER BY clock.id`,
      [this.time.now().toString()],
    );
  }

  /** Reads of a clock, newest first. */
  async reads(
    clockId: number,
    page: { page: number; pageSize: number },
  ): Promise<{ items: ReadView[]; total: number }> {
    const [{ total }]: [{ total: number }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total FROM clock_read WHERE clock_id = $1`,
      [clockId],
    );
    const items: ReadView[] = await this.dataSource.query(
      `SELECT clock_read.id, source,
              to_char(started_at AT TIME ZONE 'UTC', ${INSTANT}) AS "startedAt",
              to_char(finished_at AT TIME ZONE 'UTC', ${INSTANT}) AS "finishedAt",
              outcome, clock_read.error_code AS "errorCode", serial_number AS "serialNumber",
              stated_before AS "statedBefore", stated_after AS "statedAfter", decoded, appended, duplicates, suspect,
              clock_read.offset_seconds AS "offsetSeconds", bytes_read AS "bytesRead",
              mode, log_bytes AS "logBytes", log_records AS "logRecords",
              CASE WHEN clock_time_set.read_id IS NOT NULL THEN jsonb_build_object(
                'before', before, 'after', after, 'errorCode', clock_time_set.error_code) END AS "timeSet",
              to_char(covered_until, ${LOCAL}) AS "coveredUntil"
       FROM clock_read
       LEFT JOIN coverage ON coverage.read_id = clock_read.id
       LEFT JOIN clock_time_set ON clock_time_set.read_id = clock_read.id
       WHERE clock_read.clock_id = $1
       ORDER BY finished_at DESC, clock_read.id
       LIMIT $2 OFFSET $3`,
      [clockId, page.pageSize, (page.page - 1) * page.pageSize],
    );
    return { items, total };
  }
}
