import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { TextField } from '../../http/formats.js';
import { isLocalMoment } from '../local-period.js';

export class RefetchBody {
  /** The clock's own time, or a date for the whole day. */
  @LocalMomentField()
  from: string;

  /** The clock's own time, or a date for the whole day. */
  @LocalMomentField()
  until: string;
}

export class AcknowledgeEventBody {
  /** Why nothing was lost, or what makes up for it. */
  @TextField({ maxLength: 500 })
  reason: string;
}

function LocalMomentField(): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'isLocalMoment',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isLocalMoment(value),
        defaultMessage: () => '应写作 2026-10-20 或 2026-10-20T08:41:00（打卡机自身的时间）',
      },
    }),
    ApiProperty({ type: String, example: '2026-10-20T08:41:00' }),
  );
}
