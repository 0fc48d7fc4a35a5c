import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { CodeField, TextField, WeekField } from '../../http/formats.js';
import { MomentField } from '../../http/moment.js';
import { ShortListQuery } from '../../http/paging.dto.js';

/** How an item may stand; `returned` and `unsupported` stand beside the others. */
export const ITEM_STATES = [
  'on-time',
  'late',
  'open',
  'carried-over',
  'undetermined',
  'returned',
  'unsupported',
] as const;

export class ChecklistItemBody {
  @TextField({ maxLength: 200 })
  title: string;

  @CodeField({ optional: true, description: 'The village a result claims a visit to.' })
  villageCode?: string;

  @MomentField('A result from this moment on is late. Default: the end of the week.')
  dueAt?: string;
}

export class AddItemsBody {
  @ApiProperty({ type: [ChecklistItemBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ChecklistItemBody)
  items: ChecklistItemBody[];
}

export class CreateChecklistBody extends AddItemsBody {
  @CodeField()
  cadreCode: string;

  @WeekField()
  week: string;
}

export class CopyChecklistsBody {
  @WeekField()
  fromWeek: string;

  @WeekField()
  toWeek: string;

  @ApiProperty({ required: false, type: [String], description: 'Default: everybody who has a list.' })
  @IsOptional()
  @CodeField({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  cadreCodes?: string[];
}

export class ReportResultBody {
  @TextField({ maxLength: 2000 })
  text: string;

  @MomentField('When the paper came in; by the office only, audited. Default: now.')
  at?: string;
}

export class ReturnResultBody {
  @TextField({ maxLength: 500 })
  reason: string;
}

export class CarryOverBody {
  @WeekField({ description: 'The later week in which the item is asked for.' })
  week: string;

  @TextField({ maxLength: 500, optional: true })
  reason?: string;

  @MomentField('When it is due in that week. Default: at its end.')
  dueAt?: string;
}

export class ChecklistQuery extends ShortListQuery {
  @WeekField()
  week: string;

  @CodeField({ optional: true })
  cadreCode?: string;

  @ApiProperty({ required: false, enum: ITEM_STATES, description: 'Lists with at least one such item.' })
  @IsOptional()
  @IsIn(ITEM_STATES)
  state?: (typeof ITEM_STATES)[number];
}
