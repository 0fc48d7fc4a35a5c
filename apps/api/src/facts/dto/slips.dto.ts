import { absenceKinds, type AbsenceKind, type SlipState, slipStates } from '@cunqin/absences';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ClockTimeField, CodeField, DateField, TextField } from '../../http/formats.js';
import { MomentField } from '../../http/moment.js';
import { ShortListQuery } from '../../http/paging.dto.js';

const HALVES = ['morning', 'afternoon'] as const;
type Half = (typeof HALVES)[number];

/** The paper that every slip may have come in on. */
class PaperBody {
  @TextField({ maxLength: 100, optional: true, description: 'Number of the paper behind it.' })
  documentNo?: string;

  @MomentField('When the paper came in; by the office only, audited. Default: now.')
  filedAt?: string;
}

/** A slip that may say why it is filed. */
class SlipBody extends PaperBody {
  @TextField({ maxLength: 500, optional: true, description: 'Why it is filed.' })
  reason?: string;
}

export class FileAbsenceBody extends SlipBody {
  @CodeField()
  cadreCode: string;

  @ApiProperty({ enum: absenceKinds })
  @IsIn(absenceKinds)
  kind: AbsenceKind;

  @DateField()
  from: string;

  @DateField({ description: 'Last day of absence.' })
  until: string;

  @ApiProperty({ enum: HALVES, required: false, description: 'Half a day of one date: without effect.' })
  @IsOptional()
  @IsIn(HALVES)
  half?: Half;
}

export class FileEnterpriseVisitBody extends SlipBody {
  @CodeField()
  cadreCode: string;

  @DateField()
  date: string;

  @TextField({ maxLength: 100 })
  enterprise: string;

  @CodeField({ optional: true, description: 'Village the enterprise lies in.' })
  villageCode?: string;
}

export class FileEmergencyDutyBody extends SlipBody {
  @TextField({ maxLength: 100, description: 'Order of the command, such as 防汛Ⅲ级应急响应.' })
  order: string;

  @DateField()
  from: string;

  @DateField({ description: 'Last day of duty.' })
  until: string;

  @CodeField({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  cadreCodes: string[];
}

export class FileOutageBody extends SlipBody {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  clockId: number;

  @ClockTimeField({ description: 'Since when, in the clock’s own time.' })
  from: string;

  @ClockTimeField({ description: 'Until when, in the clock’s own time.' })
  until: string;

  @TextField({ maxLength: 500 })
  cause: string;
}

export class FileCorrectionBody extends PaperBody {
  @CodeField()
  cadreCode: string;

  @DateField()
  date: string;

  @ApiProperty({ enum: HALVES })
  @IsIn(HALVES)
  half: Half;

  @CodeField()
  villageCode: string;

  @TextField({ maxLength: 500 })
  reason: string;

  @TextField({ maxLength: 100, description: 'Who saw it: neither the applicant nor the cadre.' })
  witness: string;
}

/** Which slips of a register. */
class SlipQuery extends ShortListQuery {
  @ApiProperty({ enum: slipStates, required: false })
  @IsOptional()
  @IsIn(slipStates)
  state?: SlipState;

  @DateField({ optional: true, description: 'Slips about this date or a later one.' })
  from?: string;

  @DateField({ optional: true, description: 'Slips about this date or an earlier one.' })
  until?: string;
}

export class CadreSlipQuery extends SlipQuery {
  @CodeField({ optional: true })
  cadreCode?: string;
}

export class OutageQuery extends SlipQuery {
  @ApiProperty({ type: 'integer', required: false })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  clockId?: number;
}

/** Why a slip is refused, or an approved one revoked. */
export class SlipReasonBody {
  @TextField({ maxLength: 500 })
  reason: string;
}
