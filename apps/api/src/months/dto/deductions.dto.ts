import { type CsvEncoding, csvEncodings } from '@cunqin/bulletins';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CodeField } from '../../http/formats.js';

const sheetShapes = ['human', 'long', 'wide'] as const;
const importShapes = ['long', 'wide'] as const;

export class MappingQuery {
  /** A version of the payroll mapping. Default: the one in force when the month was issued. */
  @ApiProperty({ required: false, type: 'integer' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000)
  mapping?: number;
}

export class DeductionsXlsxQuery extends MappingQuery {
  @ApiProperty({ required: false, enum: sheetShapes, default: 'human' })
  @IsOptional()
  @IsIn(sheetShapes)
  shape?: (typeof sheetShapes)[number];
}

export class DeductionsCsvQuery extends MappingQuery {
  @ApiProperty({ required: false, enum: importShapes, default: 'long' })
  @IsOptional()
  @IsIn(importShapes)
  shape?: (typeof importShapes)[number];

  @ApiProperty({ required: false, enum: csvEncodings, default: 'utf8' })
  @IsOptional()
  @IsIn(csvEncodings)
  encoding?: CsvEncoding;
}

export class PayrollNumberBody {
  @CodeField()
  cadreCode: string;

  @CodeField({ description: 'What the payroll program knows the person by; text, leading zeros stay.' })
  number: string;
}

export class PayrollNumbersBody {
  @ApiProperty({ type: [PayrollNumberBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100_000)
  @ArrayUnique(({ cadreCode }: PayrollNumberBody) => cadreCode)
  @ValidateNested({ each: true })
  @Type(() => PayrollNumberBody)
  numbers: PayrollNumberBody[];
}
