import { IsoWeek } from '@cunqin/work-calendar';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsArray, ValidateBy, ValidateIf } from 'class-validator';
import { Temporal } from 'temporal-polyfill';

const WEEK = /^\d{4}-W\d{2}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
/** Villages, cadres, townships. It becomes part of paths and file names, so it is kept plain. */
export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

export interface FieldOptions {
  /** May be left out; null is refused all the same. */
  readonly optional?: boolean;
  /** A list of such values. */
  readonly each?: boolean;
  /** For the OpenAPI page. */
  readonly description?: string;
}

interface Format {
  readonly name: string;
  readonly accepts: (text: string) => boolean;
  /** The sentence a person reads. */
  readonly message: string;
  readonly schema: { readonly pattern?: string; readonly example?: string; readonly maxLength?: number };
}

/** A week that exists, such as `2026-W43`. */
export const WeekField = fieldOf({
  name: 'isWeek',
  accepts: isWeek,
  message: '周次应写作 2026-W43',
  schema: { pattern: WEEK.source, example: '2026-W43' },
});

/** A date that exists, of the years 2000 to 2100, such as `2026-10-20`. */
export const DateField = fieldOf({
  name: 'isCivilDate',
  accepts: isDate,
  message: '日期应写作 2026-10-20',
  schema: { pattern: DATE.source, example: '2026-10-20' },
});

/** A clock's own time, without zone, such as `2026-10-20T08:41:00`. */
export const ClockTimeField = fieldOf({
  name: 'isClockTime',
  accepts: isClockTime,
  message: '应写作 2026-10-20T08:41:00（打卡机自身的时间）',
  schema: { pattern: CLOCK_TIME.source, example: '2026-10-20T08:41:00' },
});

/** A code such as `V03` or `C001`. */
export const CodeField = fieldOf({
  name: 'isCode',
  accepts: (text) => CODE.test(text),
  message: '编号为 1 至 32 位字母、数字、点、横线或下划线',
  schema: { pattern: CODE.source, example: 'C001' },
});

/** Text for people: at least one visible character, at most `maxLength`, no control characters but line ends. */
export function TextField(options: FieldOptions & { readonly maxLength: number }): PropertyDecorator {
  const { maxLength } = options;
  return fieldOf({
    name: 'isText',
    accepts: (text) => text.trim() !== '' && text.length <= maxLength && isPrintable(text),
    message: `不能为空，最多 ${maxLength} 个字，不含控制字符`,
    schema: { maxLength },
  })(options);
}

export function isWeek(text: string): boolean {
  return WEEK.test(text) && exists(() => IsoWeek.parse(text));
}

export function isDate(text: string): boolean {
  return (
    DATE.test(text) &&
    text >= '2000-01-01' &&
    text <= '2100-12-31' &&
    exists(() => Temporal.PlainDate.from(text, { overflow: 'reject' }))
  );
}

function isClockTime(text: string): boolean {
  return (
    CLOCK_TIME.test(text) &&
    isDate(text.slice(0, 10)) &&
    exists(() => Temporal.PlainDateTime.from(text, { overflow: 'reject' }))
  );
}

function isPrintable(text: string): boolean {
  return !/[^\P{Cc}\n\r\t]/u.test(text);
}

function exists(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function fieldOf({ name, accepts, message, schema }: Format) {
  return ({ optional = false, each = false, description }: FieldOptions = {}): PropertyDecorator =>
    applyDecorators(
      ...(each ? [IsArray({ message: '应为列表' })] : []),
      ValidateIf((_, value: unknown) => !(optional && value === undefined)),
      ValidateBy(
        {
          name,
          validator: {
            validate: (value: unknown) => typeof value === 'string' && accepts(value),
            defaultMessage: () => message,
          },
        },
        { each },
      ),
      ApiProperty({
        type: String,
        isArray: each,
        required: !optional,
        ...schema,
        ...(description === undefined ? {} : { description }),
      }),
    );
}
