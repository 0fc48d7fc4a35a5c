import { Injectable } from '@nestjs/common';
import { LOSING_OPERATIONS, operationName } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import { isUniqueViolation } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { clockErrors } from '../clock-errors.js';
import { ClocksService } from '../clocks.service.js';

/** Something done to a clock, as the clock noted it. */
export interface ClockEventView {
  readonly id: number;
  /** The clock's own time, as stated. */
  readonly clockTime: string;
  readonly type: number;
  /** `power-on`, `data-cleared`…; `null` for types without a name here. */
  readonly name: string | null;
  readonly operator: string;
  readonly receivedAt: string;
  readonly readId: string;
  /** Punches may be gone that nobody has read: coverage waits until somebody answers for it. */
  readonly incident: boolean;
  readonly acknowledgedBy: string | null;
  readonly reason: string | null;
}

/** A line that could not be read. */
export interface QuarantinedLineView {
  readonly id: number;
  readonly fault: string;
  readonly length: number;
  readonly sha256: string;
  /** Hex; `null` when the line did not look like a punch and was not kept. */
  readonly bytes: string | null;
  readonly receivedAt: string;
  readonly readId: string;
}

interface Page {
  readonly page: number;
  readonly pageSize: number;
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;
type EventRow = Omit<ClockEventView, 'name' | 'incident'>;

/** Shows what pushing clocks note beside punches, and takes a person's word on cleared logs. */
@Injectable()
export class ClockEventsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clocks: ClocksService,
    private readonly time: TimeSource,
  ) {}

  /** Events of a clock, the latest received first. @throws CodedError `ROSTER.UNKNOWN_CLOCK` */
  async list(clockId: number, { page, pageSize }: Page): Promise<{ items: ClockEventView[]; total: number }> {
    await this.clocks.view(clockId);
    const [{ total }]: [{ total: number }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total FROM clock_event WHERE clock_id = $1`,
      [clockId],
    );
    const rows: EventRow[] = await this.dataSource.query(
      `SELECT id::integer AS id, clock_time AS "clockTime", type, operator, read_id AS "readId",
              to_char(received_at AT TIME ZONE 'UTC', ${INSTANT}) AS "receivedAt",
              acknowledged_by AS "acknowledgedBy", reason
       FROM clock_event LEFT JOIN clock_event_acknowledgement ON event_id = clock_event.id
       WHERE clock_id = $1 ORDER BY clock_event.id DESC LIMIT $2 OFFSET $3`,
      [clockId, pageSize, (page - 1) * pageSize],
    );
    const items = rows.map((row) => ({
      ...row,
      name: operationName(row.type),
      incident: LOSING_OPERATIONS.includes(row.type),
    }));
    return { items, total };
  }

  /**
   * Takes a person's word that nothing was lost when a log was cleared or a clock reset: from that event on
   * the clock may be proven complete again. The word stands for ever, with its reason.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `CLOCKS.UNKNOWN_EVENT`, `CLOCKS.EVENT_ACKNOWLEDGED`
   */
  async acknowledge(clockId: number, eventId: number, reason: string, by: string): Promise<void> {
    const { timezone } = await this.clocks.view(clockId);
    const rows: { clock_time: string }[] = await this.dataSource.query(
      `SELECT clock_time FROM clock_event WHERE id = $1 AND clock_id = $2 AND type = ANY($3)`,
      [eventId, clockId, LOSING_OPERATIONS],
    );
    if (rows[0] === undefined) throw clockErrors.unknownEvent(eventId);
    const proofFrom = realTime(rows[0].clock_time) ?? this.time.localNow(timezone);
    try {
      await this.dataSource.query(
        `INSERT INTO clock_event_acknowledgement (event_id, proof_from, reason, acknowledged_by, acknowledged_at)
         VALUES ($1, $2, $3, $4, $5)`,
        [eventId, proofFrom.toString({ smallestUnit: 'second' }), reason, by, this.time.now().toString()],
      );
    } catch (failure) {
      if (isUniqueViolation(failure)) throw clockErrors.eventAcknowledged(eventId);
      throw failure;
    }
    await this.dataSource.query(`UPDATE push_clock SET next_proof_at = NULL WHERE clock_id = $1`, [clockId]);
  }

  /** Lines of a clock that could not be read, newest first. @throws CodedError `ROSTER.UNKNOWN_CLOCK` */
  async quarantined(
    clockId: number,
    { page, pageSize }: Page,
  ): Promise<{ items: QuarantinedLineView[]; total: number }> {
    await this.clocks.view(clockId);
    const [{ total }]: [{ total: number }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total FROM quarantined_line WHERE clock_id = $1`,
      [clockId],
    );
    const items: QuarantinedLineView[] = await this.dataSource.query(
      `SELECT id::integer AS id, fault, length, sha256, encode(bytes, 'hex') AS bytes, read_id AS "readId",
              to_char(received_at AT TIME ZONE 'UTC', ${INSTANT}) AS "receivedAt"
       FROM quarantined_line WHERE clock_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
      [clockId, pageSize, (page - 1) * pageSize],
    );
    return { items, total };
  }
}

function realTime(clockTime: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(clockTime, { overflow: 'reject' });
  } catch {
    return null;
  }
}
