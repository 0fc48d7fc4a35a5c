import { absenceKinds, type AbsenceKind } from '@cunqin/absences';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, ValidateNested } from 'class-validator';
import { CodeField, DateField, TextField, WeekField } from '../../http/formats.js';
import { ShortListQuery } from '../../http/paging.dto.js';
import { MomentField } from '../../http/moment.js';

export class ChecklistItemBody {
  @TextField({ maxLength: 200 })
  title: string;

  @CodeField({ optional: true })
  villageCode?: string;

  @MomentField('A result from this moment on is late. Default: the end of the week.')
  dueAt?: string;
}

export class CreateChecklistBody {
  @CodeField()
  cadreCode: string;

  @WeekField()
  week: string;

  @ApiProperty({ type: [ChecklistItemBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ChecklistItemBody)
  items: ChecklistItemBody[];
}

export class ReportResultBody {
  @TextField({ maxLength: 2000 })
  text: string;

  @MomentField('When the paper came in; by the office only, audited. Default: now.')
  at?: string;
}

export class ChecklistQuery extends ShortListQuery {
  @WeekField()
  week: string;

  @CodeField({ optional: true })
  cadreCode?: string;
}

export class FileAbsenceBody {
  @CodeField()
  cadreCode: string;

  @ApiProperty({ enum: absenceKinds })
  @IsIn(absenceKinds)
  kind: AbsenceKind;

  @DateField()
  from: string;

  @DateField({ description: 'Last day of absence.' })
  until: string;

  @MomentField('When the slip came in; by the office only, audited. Default: now.')
  filedAt?: string;
}

export class AbsenceQuery extends ShortListQuery {
  @CodeField({ optional: true })
  cadreCode?: string;
}

export class RefuseBody {
  @TextField({ maxLength: 500 })
  reason: string;
}
