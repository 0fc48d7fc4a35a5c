import { type MonthState, monthStates } from '@cunqin/settlement';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  Max,
  Min,
} from 'class-validator';
import { CodeField, TextField, WeekField } from '../../http/formats.js';
import { MomentField } from '../../http/moment.js';
import { ShortListQuery } from '../../http/paging.dto.js';

/** What a township of a county can come to in a year; more is a typing error. */
const MANY = 100_000_000;
const MOST_FEN = 1_000_000_000_000;

export class TransitionBody {
  @ApiProperty({ enum: monthStates })
  @IsIn(monthStates)
  to: MonthState;

  @TextField({
    optional: true,
    maxLength: 64,
    description: '文号, such as 官办发〔2026〕11号; for `issued`.',
  })
  docNo?: string;

  @TextField({ optional: true, maxLength: 64, description: 'The name that stands on paper for this step.' })
  by?: string;

  @TextField({ optional: true, maxLength: 500, description: 'Why a month is given back; for `open`.' })
  reason?: string;
}

export class RaiseObjectionBody {
  @CodeField()
  cadreCode: string;

  @WeekField()
  week: string;

  @TextField({ maxLength: 2000 })
  text: string;

  @MomentField('When the paper came in; by the office only, audited. Default: now.')
  filedAt?: string;
}

export class DecideObjectionBody {
  @ApiProperty()
  @IsBoolean()
  upheld: boolean;

  @TextField({ maxLength: 500 })
  reason: string;

  /**
   * Upheld only: the week is not charged, whatever the facts say. `false`: the facts were set right, and
   * the week is judged by them. Default: true.
   */
  @ApiProperty({ required: false, default: true })
  @IsOptional()
  @IsBoolean()
  waive?: boolean;
}

export class ObjectionQuery extends ShortListQuery {
  @CodeField({ optional: true })
  cadreCode?: string;

  @WeekField({ optional: true })
  week?: string;
}

export class BaselineBody {
  @WeekField({ description: 'First week of the stretch.' })
  fromWeek: string;

  @WeekField({ description: 'Last week of the stretch, of the same year.' })
  untilWeek: string;

  /** Cadre-weeks that were judged. */
  @IsInt()
  @Min(0)
  @Max(MANY)
  cadreWeeks: number;

  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 1 })
  @Min(0)
  @Max(MANY)
  visitDays: number;

  /** 人. */
  @IsInt()
  @Min(0)
  @Max(MANY)
  persons: number = 0;

  /** 人次. */
  @IsInt()
  @Min(0)
  @Max(MANY)
  occurrences: number = 0;

  @IsInt()
  @Min(0)
  @Max(MOST_FEN)
  amountFen: number = 0;

  @CodeField({ optional: true, each: true, description: 'Who the persons are, so that nobody counts twice.' })
  @ArrayMaxSize(100_000)
  @ArrayUnique()
  cadreCodes: string[] = [];

  @TextField({ maxLength: 500, description: 'Where the figures come from: a document and its number.' })
  source: string;
}
