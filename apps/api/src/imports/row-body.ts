import type { Type } from '@nestjs/common';
import { requestValidation } from '../http/request-validation.js';

const validation = requestValidation();

/**
 * What a row says, checked as the API checks the same thing one by one.
 *
 * @throws CodedError `REQUEST.INVALID`, naming the fields
 */
export async function rowBody<T>(body: Type<T>, values: Readonly<Record<string, unknown>>): Promise<T> {
  return (await validation.transform(values, { type: 'body', metatype: body })) as T;
}
