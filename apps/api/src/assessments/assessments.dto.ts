import { CodeField, WeekField } from '../http/formats.js';
import { ShortListQuery } from '../http/paging.dto.js';

export class WeekQuery extends ShortListQuery {
  @WeekField()
  week: string;
}

export class AssessmentsQuery extends WeekQuery {
  @CodeField({ optional: true })
  cadreCode?: string;
}
