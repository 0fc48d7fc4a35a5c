import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { Temporal } from 'temporal-polyfill';

const END_OF_DAY = 'T24:00:00';

/**
 * A moment as people and programs write it: an instant (`2026-10-20T00:41:00Z`, `…+08:00`), or the
 * township's wall clock without zone (`2026-10-20T08:41:00`; `2026-10-25T24:00:00` is the end of that day).
 *
 * @throws RangeError when it is neither
 */
export function parseMoment(text: string, timeZone: string): Temporal.Instant {
  if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return Temporal.Instant.from(text);
  const local = text.endsWith(END_OF_DAY)
    ? Temporal.PlainDate.from(text.slice(0, -END_OF_DAY.length)).add({ days: 1 }).toPlainDateTime()
    : Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  return local.toZonedDateTime(timeZone).toInstant();
}

/** An optional field that {@link parseMoment} can read. */
export function MomentField(description: string): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value: unknown) => value !== undefined),
    ValidateBy({
      name: 'isMoment',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.length <= 40 && isMoment(value),
        defaultMessage: () => '时刻应写作 2026-10-20T00:41:00Z 或 2026-10-20T08:41:00',
      },
    }),
    ApiProperty({ type: String, required: false, description, example: '2026-10-20T00:41:00Z' }),
  );
}

function isMoment(text: string): boolean {
  try {
    parseMoment(text, 'UTC');
    return true;
  } catch {
    return false;
  }
}
