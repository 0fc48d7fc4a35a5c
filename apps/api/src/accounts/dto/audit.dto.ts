import { ApiProperty } from '@nestjs/swagger';
import { DateField, TextField } from '../../http/formats.js';
import { PagingQuery } from '../../http/paging.dto.js';

export class AuditQuery extends PagingQuery {
  @DateField({ optional: true, description: 'First day, in the zone of the township.' })
  from?: string;

  @DateField({ optional: true, description: 'Last day, included.' })
  until?: string;

  @TextField({ optional: true, maxLength: 64, description: 'A username.' })
  actor?: string;

  @TextField({
    optional: true,
    maxLength: 64,
    description: 'Such as `POST`, `view`, `export`, `user.disabled`.',
  })
  action?: string;
}

export class AuditOutcomeAnswer {
  @ApiProperty({ description: 'HTTP status of the answer.' })
  status: number;

  @ApiProperty({ required: false, description: 'Code of what was refused or went wrong.' })
  code?: string;
}

export class AuditEntryAnswer {
  @ApiProperty()
  id: number;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty()
  actor: string;

  @ApiProperty({ example: 'user.created' })
  action: string;

  @ApiProperty()
  subject: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: Readonly<Record<string, unknown>>;

  @ApiProperty({
    type: AuditOutcomeAnswer,
    nullable: true,
    description:
      'How a call ended that was written down before it was carried out; null when the program ended before it could say, and for lines written together with the deed itself.',
  })
  outcome: AuditOutcomeAnswer | null;
}
