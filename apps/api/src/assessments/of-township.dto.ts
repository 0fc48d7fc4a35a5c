import { CodeField } from '../http/formats.js';
import { ShortListQuery } from '../http/paging.dto.js';

const FIRST = 'Default: the first township.';

/** `?townshipCode=` of what each township of a county has for itself. */
export class OfTownshipQuery {
  @CodeField({ optional: true, description: FIRST })
  townshipCode?: string;
}

/** The same, of a list. */
export class OfTownshipListQuery extends ShortListQuery {
  @CodeField({ optional: true, description: FIRST })
  townshipCode?: string;
}
