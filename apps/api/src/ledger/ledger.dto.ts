import { MOST_FAR_VILLAGES_MINUTES } from '@cunqin/punch-ledger';
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

export class HintsQuery extends PagingQuery {
  @DateField({ optional: true, description: 'First date, by the clock. Default: six days before the last.' })
  from?: string;

  @DateField({ optional: true, description: 'Last date, by the clock. Default: today.' })
  until?: string;
}

export class QuarantineSettingBody {
  @DateField({ description: 'Punches from this date on are looked at like this.' })
  effectiveFrom: string;

  /** Punches of one person in different villages so many minutes apart or less are in doubt; 0: never. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MOST_FAR_VILLAGES_MINUTES })
  @IsInt()
  @Min(0)
  @Max(MOST_FAR_VILLAGES_MINUTES)
  farVillagesMinutes: number;

  /** So many different numbers at one clock within `crowdSeconds` are worth a look. */
  @ApiProperty({ type: 'integer', minimum: 2, maximum: 100 })
  @IsInt()
  @Min(2)
  @Max(100)
  crowdNumbers: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 600 })
  @IsInt()
  @Min(1)
  @Max(600)
  crowdSeconds: number;

  @TextField({ maxLength: 500 })
  reason: string;
}

export class VerificationQuery {
  /** Computes visit days and assessments anew, too, and compares them. */
  @ApiProperty({ type: 'boolean', required: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  derived?: boolean;
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
