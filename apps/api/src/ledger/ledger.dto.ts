import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CodeField, DateField, TextField } from '../http/formats.js';
import { PagingQuery } from '../http/paging.dto.js';

export class UnmatchedPunchesQuery extends PagingQuery {
  @ApiProperty({ type: 'integer', required: false })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  clockId?: number;

  @DateField({ optional: true, description: 'First date, by the clock.' })
  from?: string;

  @DateField({ optional: true, description: 'Last date, by the clock.' })
  until?: string;
}

export class PunchesQuery extends UnmatchedPunchesQuery {
  @CodeField({ optional: true })
  cadreCode?: string;

  @ApiProperty({ type: 'boolean', required: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  suspect?: boolean;
}

export class SealsQuery {
  @DateField({ optional: true })
  date?: string;
}

export class ReviewPunchBody {
  @ApiProperty()
  @IsBoolean()
  accept: boolean;

  @TextField({ maxLength: 500 })
  reason: string;
}
