import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { CodeField, WeekField } from '../http/formats.js';
import { ShortListQuery } from '../http/paging.dto.js';

export class WeekQuery extends ShortListQuery {
  @WeekField()
  week: string;
}

export class AssessmentsQuery extends WeekQuery {
  @CodeField({ optional: true })
  cadreCode?: string;
}

export class SimulationBody {
  /** A draft as in `POST /policies`; `effectiveFrom` and `clause` may be left out. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { quota: { organ: 3, resident: 3 } },
  })
  @IsObject()
  policy: Record<string, unknown>;

  @WeekField({ description: 'First week.' })
  from: string;

  @WeekField({ description: 'Last week; at most 106 weeks, none of them to come.' })
  until: string;
}
