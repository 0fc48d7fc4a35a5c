import { CodeField, WeekField } from '../http/formats.js';

export class WeekQuery {
  @WeekField()
  week: string;
}

export class AssessmentsQuery extends WeekQuery {
  @CodeField({ optional: true })
  cadreCode?: string;
}
