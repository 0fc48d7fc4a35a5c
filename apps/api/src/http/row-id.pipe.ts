import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalidRequest } from './request-validation.js';

/**
 * The number of a row in a path: `@Param('id', RowIdPipe) id: number`. The text has become a number
 * before it comes here; what is checked is whether any row can have it.
 */
@Injectable()
export class RowIdPipe implements PipeTransform<number | string, number> {
  /** What PostgreSQL holds in an `integer`. */
  protected readonly largest: number = 2 ** 31 - 1;

  /** @throws CodedError `REQUEST.INVALID` for what cannot be the number of any row */
  transform(value: number | string): number {
    const id = Number(value);
    if (Number.isInteger(id) && id >= 1 && id <= this.largest) return id;
    throw invalidRequest([{ field: 'id', message: '应为正整数' }]);
  }
}

/** The number of a row that is counted in a `bigint`, such as a punch. */
@Injectable()
export class BigRowIdPipe extends RowIdPipe {
  protected override readonly largest = Number.MAX_SAFE_INTEGER;
}
