import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Register, SlipDecision, Slips } from './domain/slips.js';
import type { SlipState } from './domain/slip-state.js';

/** Which slips somebody looks for; dates are whole days, both included. */
export interface SlipFilter {
  readonly cadreCode?: string;
  readonly clockId?: number;
  readonly state?: SlipState;
  readonly from?: string;
  readonly until?: string;
}

export interface SlipPage<R extends Register> {
  readonly items: Slips[R][];
  readonly total: number;
}

/** How a register lies in the database. */
interface Shape {
  readonly table: string;
  /** Where slips are read from, if not from the table itself. */
  readonly view?: string;
  /** What a slip says beside what all have, as its reader sees it. */
  readonly columns: string;
  /** First and last date a slip is about. */
  readonly dates: readonly [from: string, until: string];
  /** Whether a slip is about the cadre or clock with the code `$n`. */
  readonly ofCadre?: (n: number) => string;
  readonly ofClock?: (n: number) => string;
}

const ofCadreColumn = (n: number): string => `slip.cadre_code = $${n}`;
const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const local = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS')`;

const shapes: Readonly<Record<Register, Shape>> = {
  absences: {
    table: 'absence',
    columns: `slip.cadre_code AS "cadreCode", slip.kind, slip.half, slip.from_date::text AS "from",
              slip.until_date::text AS "until"`,
    dates: ['slip.from_date', 'slip.until_date'],
    ofCadre: ofCadreColumn,
  },
  'enterprise-visits': {
    table: 'enterprise_visit',
    columns: `slip.cadre_code AS "cadreCode", slip.visited_on::text AS date, slip.enterprise,
              slip.village_code AS "villageCode"`,
    dates: ['slip.visited_on', 'slip.visited_on'],
    ofCadre: ofCadreColumn,
  },
  'emergency-duties': {
    table: 'emergency_duty',
    columns: `slip.duty_order AS "order", slip.from_date::text AS "from", slip.until_date::text AS "until",
              ARRAY(SELECT cadre_code FROM emergency_duty_cadre
                    WHERE duty_id = slip.id ORDER BY cadre_code) AS "cadreCodes"`,
    dates: ['slip.from_date', 'slip.until_date'],
    ofCadre: (n) =>
      `EXISTS (SELECT FROM emergency_duty_cadre WHERE duty_id = slip.id AND cadre_code = $${n})`,
  },
  outages: {
    table: 'outage',
    columns: `slip.clock_id AS "clockId", ${local('slip.from_time')} AS "from",
              ${local('slip.until_time')} AS "until", slip.cause`,
    dates: ['slip.from_time::date', 'slip.until_time::date'],
    ofClock: (n) => `slip.clock_id = $${n}`,
  },
  corrections: {
    table: 'correction',
    view: 'correction_with_outage',
    columns: `slip.cadre_code AS "cadreCode", slip.corrected_on::text AS date, slip.half,
              slip.village_code AS "villageCode", slip.witness, slip.during_outage AS "outsideMonthlyLimit"`,
    dates: ['slip.corrected_on', 'slip.corrected_on'],
    ofCadre: ofCadreColumn,
  },
};

/** The registers: what was filed, and every decision about it. */
@Injectable()
export class SlipsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Files a slip; columns as the register's table names them. @returns its number */
  async insert(
    manager: EntityManager,
    register: Register,
    row: Readonly<Record<string, string | number | null>>,
  ): Promise<number> {
    const names = Object.keys(row);
    const [{ id }]: [{ id: number }] = await manager.query(
      `INSERT INTO ${shapes[register].table} (${names.join(', ')})
       VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING id`,
      Object.values(row),
    );
    return id;
  }

  async find<R extends Register>(
    register: R,
    id: number,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Slips[R] | undefined> {
    const rows: Slips[R][] = await manager.query(`${select(register)} WHERE slip.id = $1`, [id]);
    return rows[0];
  }

  /** Slips in the order they were filed. */
  async list<R extends Register>(
    register: R,
    filter: SlipFilter,
    { page, pageSize }: { readonly page: number; readonly pageSize: number },
  ): Promise<SlipPage<R>> {
    const { where, values } = conditions(shapes[register], filter);
    const [{ total }]: [{ total: number }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total FROM ${shapes[register].table} AS slip ${where}`,
      values,
    );
    const items: Slips[R][] = await this.dataSource.query(
      `${select(register)} ${where} ORDER BY slip.id
       LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
      [...values, pageSize, (page - 1) * pageSize],
    );
    return { items, total };
  }

  /** Nobody else decides about this slip until the transaction ends. @returns whether there is one */
  async lock(manager: EntityManager, register: Register, id: number): Promise<boolean> {
    const rows: object[] = await manager.query(
      `SELECT id FROM ${shapes[register].table} WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return rows.length > 0;
  }

  /** Adds a decision to the history and brings the slip into the state it leads to. */
  async decide(
    manager: EntityManager,
    register: Register,
    id: number,
    state: SlipState,
    { act, by, at, reason }: SlipDecision,
  ): Promise<void> {
    await manager.query(
      `UPDATE ${shapes[register].table}
       SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5 WHERE id = $1`,
      [id, state, by, at, reason],
    );
    await manager.query(
      `INSERT INTO slip_decision (register, slip_id, act, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [register, id, act, reason, by, at],
    );
  }

  /** Puts cadres on the roster of an emergency duty; one named twice is on it once. */
  async putOnDuty(manager: EntityManager, id: number, cadreCodes: readonly string[]): Promise<void> {
    await manager.query(
      `INSERT INTO emergency_duty_cadre (duty_id, cadre_code)
       SELECT $1, code FROM unnest($2::text[]) AS code GROUP BY code`,
      [id, cadreCodes],
    );
  }
}

function select(register: Register): string {
  const { table, view = table, columns } = shapes[register];
  return `SELECT slip.id, ${columns}, slip.document_no AS "documentNo", slip.reason, slip.state,
                 slip.filed_by AS "filedBy", ${instant('slip.filed_at')} AS "filedAt",
                 slip.decided_by AS "decidedBy", ${instant('slip.decided_at')} AS "decidedAt",
                 slip.decision_reason AS "decisionReason",
                 (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'act', act, 'by', decision.decided_by, 'at', ${instant('decision.decided_at')},
                           'reason', decision.reason) ORDER BY decision.id), '[]')
                  FROM slip_decision AS decision
                  WHERE decision.register = '${register}' AND decision.slip_id = slip.id) AS decisions
          FROM ${view} AS slip`;
}

function conditions(
  { dates: [first, last], ofCadre, ofClock }: Shape,
  { cadreCode, clockId, state, from, until }: SlipFilter,
): { where: string; values: (string | number)[] } {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: (n: number) => string, value: string | number | undefined): void => {
    if (value !== undefined) parts.push(condition(values.push(value)));
  };
  if (ofCadre) add(ofCadre, cadreCode);
  if (ofClock) add(ofClock, clockId);
  add((n) => `slip.state = $${n}`, state);
  add((n) => `${last} >= $${n}::date`, from);
  add((n) => `${first} <= $${n}::date`, until);
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}
