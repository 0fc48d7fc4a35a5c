import { ApiProperty } from '@nestjs/swagger';

const KINDS = ['changed', 'missing', 'inserted', 'reordered'] as const;
type Kind = (typeof KINDS)[number];

/** The first damaged punch of a clock. */
export class ChainDamageAnswer {
  @ApiProperty({ type: 'integer' })
  clockId: number;

  @ApiProperty({ type: 'integer' })
  sequence: number;

  @ApiProperty({ enum: KINDS })
  kind: Kind;
}

/** Damage to a row that the journal speaks of, to the journal itself, to a seal, or to what guards a table. */
export class RecordDamageAnswer {
  @ApiProperty({
    description:
      'Such as `coverage` or `punch_review`; `journal` with the key chain-position; `trigger` with its name.',
  })
  table: string;

  @ApiProperty({ description: 'Its primary key, parts joined by a hyphen.' })
  key: string;

  @ApiProperty({ enum: KINDS })
  kind: Kind;
}

/** A column that says something else than the facts. */
export class DerivedFieldAnswer {
  @ApiProperty()
  name: string;

  @ApiProperty({ nullable: true, description: 'As it is kept.' })
  stored: unknown;

  @ApiProperty({ nullable: true, description: 'As it was computed anew.' })
  computed: unknown;
}

/** A visit day or an assessment that is not what the facts make of it. */
export class DerivedDifferenceAnswer {
  @ApiProperty({ enum: ['visit_day', 'week_assessment'] })
  table: 'visit_day' | 'week_assessment';

  @ApiProperty()
  cadreCode: string;

  @ApiProperty({ description: 'The date of a visit day, the week of an assessment.' })
  of: string;

  @ApiProperty({ enum: ['changed', 'missing', 'inserted'] })
  kind: 'changed' | 'missing' | 'inserted';

  @ApiProperty({ type: [DerivedFieldAnswer] })
  fields: readonly DerivedFieldAnswer[];
}

/** How what is derived from the ledger stands to it. */
export class DerivedVerificationAnswer {
  @ApiProperty()
  ok: boolean;

  @ApiProperty({ type: 'integer' })
  weeks: number;

  @ApiProperty({ type: 'integer', description: 'Weeks of one cadre each that were computed anew.' })
  cadreWeeks: number;

  @ApiProperty({ type: 'integer', description: 'Those that wait to be judged again and were left out.' })
  waiting: number;

  @ApiProperty({ type: 'integer', description: 'Rows that differ.' })
  differences: number;

  @ApiProperty({ type: [DerivedDifferenceAnswer], description: 'The first hundred of them.' })
  rows: readonly DerivedDifferenceAnswer[];
}

/** The state of the whole ledger. */
export class VerificationAnswer {
  @ApiProperty({ type: 'integer', description: 'Clocks that ever brought a punch.' })
  clocks: number;

  @ApiProperty({ type: 'integer' })
  punches: number;

  @ApiProperty({ type: 'integer', description: 'Entries of all journals: what else happened.' })
  entries: number;

  @ApiProperty()
  ok: boolean;

  @ApiProperty({ type: [ChainDamageAnswer] })
  broken: readonly ChainDamageAnswer[];

  @ApiProperty({ type: [RecordDamageAnswer] })
  records: readonly RecordDamageAnswer[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Date of the first seal that does not hold any more.',
  })
  sealBroken: string | null;

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  @ApiProperty({ format: 'date-time' })
  finishedAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'The latest seal, as it is printed.' })
  seal: string | null;

  @ApiProperty({ type: DerivedVerificationAnswer, required: false, description: 'Only when asked for.' })
  derived?: DerivedVerificationAnswer;
}
