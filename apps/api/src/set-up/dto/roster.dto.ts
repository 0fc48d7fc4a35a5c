import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min, ValidateBy } from 'class-validator';
import { CodeField, DateField, TextField } from '../../http/formats.js';

const CATEGORIES = ['resident', 'organ'] as const;
const IDENTITIES = ['civil-servant', 'institution', 'contract'] as const;
const VILLAGE_KINDS = ['village', 'community'] as const;

export class CreateTownshipBody {
  @CodeField()
  code: string;

  @TextField({ maxLength: 40 })
  name: string;
}

export class CreateVillageBody {
  @CodeField({ optional: true, description: 'Default: the first township.' })
  townshipCode?: string;

  @CodeField()
  code: string;

  @TextField({ maxLength: 40 })
  name: string;

  @ApiProperty({ enum: VILLAGE_KINDS })
  @IsIn(VILLAGE_KINDS)
  kind: (typeof VILLAGE_KINDS)[number];
}

/** What decides money about a cadre, and has a date. */
class PostBody {
  @ApiProperty({ enum: IDENTITIES })
  @IsIn(IDENTITIES)
  identity: (typeof IDENTITIES)[number];

  /** Monthly post subsidy in fen. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  postSubsidyFen: number;
}

export class CreateCadreBody extends PostBody {
  @CodeField({ optional: true, description: 'Default: the first township.' })
  townshipCode?: string;

  @CodeField()
  code: string;

  @TextField({ maxLength: 60 })
  name: string;

  @TextField({ maxLength: 60 })
  office: string;

  @ApiProperty({ enum: CATEGORIES })
  @IsIn(CATEGORIES)
  category: (typeof CATEGORIES)[number];

  @DateField()
  managedFrom: string;

  @DateField({ optional: true, description: 'Last managed day.' })
  managedUntil?: string;

  @CodeField({ optional: true })
  homeVillageCode?: string;
}

export class ChangeCategoryBody {
  @ApiProperty({ enum: CATEGORIES })
  @IsIn(CATEGORIES)
  category: (typeof CATEGORIES)[number];

  @DateField()
  from: string;
}

export class ChangeHomeVillageBody {
  @CodeField({ optional: true, description: 'Without it: posted to no village.' })
  villageCode?: string;

  @DateField()
  from: string;
}

export class ChangePostBody extends PostBody {
  @DateField()
  from: string;
}

export class LeaveBody {
  @DateField({ description: 'Last managed day.' })
  managedUntil: string;
}

export class EndEnrolmentBody {
  @DateField({ description: 'Last day on which the number is held.' })
  until: string;
}

export class CreateEnrolmentBody {
  @CodeField()
  cadreCode: string;

  /** A clock, or `all`: the same number at every clock. */
  @ApiProperty({
    oneOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', enum: ['all'] },
    ],
  })
  @ValidateBy({
    name: 'isClockIdOrAll',
    validator: {
      validate: (value: unknown) => value === 'all' || /^[1-9]\d{0,8}$/.test(String(value)),
      defaultMessage: () => '应为打卡机编号或 all',
    },
  })
  clockId: number | string;

  @TextField({ maxLength: 24 })
  number: string;

  @DateField()
  from: string;

  @DateField({ optional: true, description: 'Last day.' })
  until?: string;
}
