import { QueryFailedError } from 'typeorm';

const EXCLUSION_VIOLATION = '23P01';
const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';

function violates(failure: unknown, sqlState: string): boolean {
  return failure instanceof QueryFailedError && (failure.driverError as { code?: string }).code === sqlState;
}

export const isExclusionViolation = (failure: unknown): boolean => violates(failure, EXCLUSION_VIOLATION);
export const isForeignKeyViolation = (failure: unknown): boolean => violates(failure, FOREIGN_KEY_VIOLATION);
export const isUniqueViolation = (failure: unknown): boolean => violates(failure, UNIQUE_VIOLATION);
