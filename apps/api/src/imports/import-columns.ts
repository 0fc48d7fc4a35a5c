/** What a column of an import sheet takes. */
export type ColumnKind =
  /** Text as it is, leading zeros and all; a number is refused. */
  | 'code'
  /** Digits: as text or as a whole number. */
  | 'number'
  | 'text'
  | 'date'
  /** A date, meaning its end, or a date and a time. */
  | 'moment'
  /** Yuan on the sheet, fen in the program. */
  | 'amount'
  | 'week'
  | 'choice';

/** A column of an import sheet. */
export interface ImportColumn {
  /** In the first row of the sheet. */
  readonly heading: string;
  /** In the answer, and in the API that takes the same single. */
  readonly field: string;
  readonly kind: ColumnKind;
  readonly required: boolean;
  /** On the sheet → in the program. */
  readonly choices?: Readonly<Record<string, string>>;
  /** For whoever fills it in. */
  readonly note: string;
  readonly example: string;
  /** Of the column, in characters. */
  readonly width: number;
}

/** A form that a whole office fills in. */
export interface ImportForm {
  readonly name: 'cadres' | 'checklists' | 'enrolments';
  /** Chinese, of the sheet and the file. */
  readonly title: string;
  readonly columns: readonly ImportColumn[];
}

/** A row whose first cell begins so is an example and is never imported. */
export const EXAMPLE = '示例';

const cadreCode: ImportColumn = {
  heading: '人员编号',
  field: 'cadreCode',
  kind: 'code',
  required: true,
  note: '与人事工资系统一致的编号，文本格式，保留开头的0。',
  example: `${EXAMPLE}C001`,
  width: 14,
};
const name: ImportColumn = {
  heading: '姓名',
  field: 'name',
  kind: 'text',
  required: false,
  note: '可不填；填写时与人员编号核对，不符的行不导入。',
  example: '张三',
  width: 12,
};
const village: ImportColumn = {
  heading: '村编号',
  field: 'villageCode',
  kind: 'code',
  required: false,
  note: '可不填；填写时，结果视为到过该村，没有打卡佐证的会作标记。编号见“村名册”。',
  example: 'V03',
  width: 12,
};

export const cadreForm: ImportForm = {
  name: 'cadres',
  title: '干部名册',
  columns: [
    { ...cadreCode, field: 'code' },
    { ...name, required: true, note: '与身份证一致。' },
    {
      heading: '所在办(站所)',
      field: 'office',
      kind: 'text',
      required: true,
      note: '党政办、财政所等。',
      example: '党政办',
      width: 16,
    },
    {
      heading: '类别',
      field: 'category',
      kind: 'choice',
      required: true,
      choices: { 驻村: 'resident', 机关: 'organ' },
      note: '驻村或机关，决定每周应下村天数。',
      example: '驻村',
      width: 8,
    },
    {
      heading: '身份',
      field: 'identity',
      kind: 'choice',
      required: true,
      choices: { 公务员: 'civil-servant', 事业: 'institution', 聘用: 'contract' },
      note: '公务员、事业或聘用。',
      example: '公务员',
      width: 10,
    },
    {
      heading: '岗位补贴(元/月)',
      field: 'postSubsidyFen',
      kind: 'amount',
      required: true,
      note: '每月岗位补贴，元，至多两位小数。',
      example: '800',
      width: 16,
    },
    {
      heading: '纳入管理日期',
      field: 'managedFrom',
      kind: 'date',
      required: true,
      note: '纳入过程化管理的第一天，如 2026-01-01。已登记的不能改。',
      example: '2026-01-01',
      width: 14,
    },
    {
      heading: '管理截止日期',
      field: 'managedUntil',
      kind: 'date',
      required: false,
      note: '最后一天；在管的不填。留空表示不变。',
      example: '',
      width: 14,
    },
    {
      ...village,
      heading: '驻点村编号',
      field: 'homeVillageCode',
      note: '驻村干部填写。留空表示不变。编号见“村名册”。',
    },
    {
      heading: '变动生效日期',
      field: 'effectiveFrom',
      kind: 'date',
      required: false,
      note: '已登记的干部类别或驻点村有变动时填写；从这一天起算。',
      example: '',
      width: 14,
    },
    {
      heading: '乡镇编号',
      field: 'townshipCode',
      kind: 'code',
      required: false,
      note: '一个系统管几个乡镇时填写；留空为第一个乡镇。已登记的不能改。',
      example: '',
      width: 12,
    },
  ],
};

export const checklistForm: ImportForm = {
  name: 'checklists',
  title: '工作清单',
  columns: [
    cadreCode,
    name,
    {
      heading: '周次',
      field: 'week',
      kind: 'week',
      required: true,
      note: '如 2026-W43，周一至周日。',
      example: '2026-W43',
      width: 12,
    },
    {
      heading: '清单项',
      field: 'title',
      kind: 'text',
      required: true,
      note: '一行一项；同一人同一周可有多行。',
      example: '防返贫监测户走访',
      width: 36,
    },
    village,
    {
      heading: '完成期限',
      field: 'dueAt',
      kind: 'moment',
      required: false,
      note: '可不填，即周日24时。只填日期即当天24时，也可写 2026-10-23 18:00。',
      example: '2026-10-23 18:00',
      width: 18,
    },
  ],
};

export const enrolmentForm: ImportForm = {
  name: 'enrolments',
  title: '登记号',
  columns: [
    cadreCode,
    name,
    {
      heading: '打卡机编号',
      field: 'clockId',
      kind: 'number',
      required: true,
      note: '系统中的打卡机编号；各机同号的填“全部”。',
      example: '全部',
      width: 12,
    },
    {
      heading: '登记号',
      field: 'number',
      kind: 'number',
      required: true,
      note: '在打卡机里登记的编号。',
      example: '17',
      width: 12,
    },
    {
      heading: '启用日期',
      field: 'from',
      kind: 'date',
      required: true,
      note: '从这一天起该号属于此人，如 2026-01-01。',
      example: '2026-01-01',
      width: 14,
    },
    {
      heading: '停用日期',
      field: 'until',
      kind: 'date',
      required: false,
      note: '最后一天；在用的不填。留空表示不变。',
      example: '',
      width: 14,
    },
  ],
};
