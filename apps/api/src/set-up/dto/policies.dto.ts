import { CodeField, TextField } from '../../http/formats.js';
import { ShortListQuery } from '../../http/paging.dto.js';

export class PoliciesQuery extends ShortListQuery {
  @CodeField({ optional: true, description: 'Default: the first township.' })
  townshipCode?: string;
}

export class ApprovePolicyBody {
  @TextField({ optional: true, maxLength: 100, description: '文号, such as 官办发〔2026〕3号.' })
  docNo?: string;
}
