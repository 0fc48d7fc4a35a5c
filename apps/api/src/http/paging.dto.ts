import { applyDecorators, type Type as Class } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

const MAX_PAGE_SIZE = 500;

/** `?page=&pageSize=` of every list. */
export class PagingQuery {
  @ApiProperty({ required: false, minimum: 1, default: 1, description: 'From 1.' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page: number = 1;

  @ApiProperty({ required: false, minimum: 1, maximum: MAX_PAGE_SIZE, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  pageSize: number = 50;
}

/** `?page=&pageSize=` of a list that is short enough to be answered whole when nobody asks for a page. */
export class ShortListQuery extends PagingQuery {
  override pageSize: number = MAX_PAGE_SIZE;
}

/** The answer of every list. */
export interface Page<T> {
  readonly items: T[];
  /** How many there are on all pages together. */
  readonly total: number;
}

/** The page somebody asked for, of a list that is at hand. */
export function pageOf<T>(items: readonly T[], { page, pageSize }: PagingQuery): Page<T> {
  return { items: items.slice((page - 1) * pageSize, page * pageSize), total: items.length };
}

/** Describes a route that answers a {@link Page} of `item`. */
export function ApiPageOf(item: Class<unknown>): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(item),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['items', 'total'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(item) } },
          total: { type: 'integer' },
        },
      },
    }),
  );
}
