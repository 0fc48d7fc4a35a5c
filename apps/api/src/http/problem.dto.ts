import { ApiProperty } from '@nestjs/swagger';

/** One field at fault. */
export class FieldFaultAnswer {
  @ApiProperty({ example: 'items[0].title' })
  field: string;

  @ApiProperty({ example: '不能为空' })
  message: string;
}

/** One of several things that stand in the way. */
export class CodedReasonAnswer {
  @ApiProperty({ example: 'WEEK_UNDETERMINED' })
  code: string;

  @ApiProperty({ example: '2026年第43周有1人未评定' })
  message: string;
}

/** How a problem looks on the OpenAPI page; {@link Problem} in `problem.ts` is what is sent. */
export class ProblemAnswer {
  @ApiProperty({ example: 'urn:cunqin:problem:REQUEST.INVALID' })
  type: string;

  @ApiProperty({ description: 'Chinese, for people.', example: '请求有误' })
  title: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiProperty({ description: 'Stable, for programs.', example: 'REQUEST.INVALID' })
  code: string;

  @ApiProperty({ required: false })
  detail?: string;

  @ApiProperty({ required: false, type: [FieldFaultAnswer] })
  fields?: FieldFaultAnswer[];

  @ApiProperty({ required: false, type: [CodedReasonAnswer] })
  reasons?: CodedReasonAnswer[];
}
