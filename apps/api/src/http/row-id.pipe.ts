import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalidRequest } from './request-validation.js';

/** What PostgreSQL holds in an `integer`. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/**
 * The number of a row in a path: `@Param('id', RowIdPipe) id: number`. The text has become a number
 * before it comes here; what is checked is whether any row can have it.
 */
@Injectable()
export class RowIdPipe implements PipeTransform<number | string, number> {
  /** @throws CodedError `REQUEST.INVALID` for what cannot be the number of any row */
  transform(value: number | string): number {
    const id = Number(value);
    if (Number.isInteger(id) && id >= 1 && id <= LARGEST_INTEGER) return id;
    throw invalidRequest([{ field: 'id', message: '应为正整数' }]);
  }
}
