import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DateField, TextField } from '../../http/formats.js';
import { ShortListQuery } from '../../http/paging.dto.js';

export class HolidayBody {
  @TextField({ maxLength: 40 })
  name: string;

  @DateField()
  from: string;

  @DateField({ description: 'Last day off.' })
  to: string;
}

export class ImportNoticeBody {
  @ApiProperty({ type: 'integer', example: 2027 })
  @IsInt()
  @Min(2000)
  @Max(2100)
  year: number;

  @TextField({ maxLength: 60 })
  docNo: string;

  @ApiProperty({ type: [HolidayBody] })
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => HolidayBody)
  holidays: HolidayBody[];

  @IsArray()
  @ArrayMaxSize(60)
  @DateField({ each: true, description: 'Days off that are worked (调休上班).' })
  makeupWorkdays: string[];
}

export class ImportPublishedNoticeBody {
  @ApiProperty({ type: 'integer', example: 2026 })
  @IsInt()
  @Min(2000)
  @Max(2100)
  year: number;
}

export class NoticeVersionsQuery extends ShortListQuery {
  @ApiProperty({ type: 'integer', required: false })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;
}
