/** Columns of the long shape, one line an amount, by what they hold. */
export const LONG_COLUMNS = {
  batchNo: '批次号',
  period: '期间',
  unit: '单位',
  personCode: '人员编码',
  name: '姓名',
  itemCode: '扣款项目代码',
  itemName: '扣款项目名称',
  misses: '次数',
  unitPrice: '单价',
  amount: '金额',
  kind: '类别',
  originPeriod: '原期间',
  originLine: '原行号',
  basis: '依据单号',
  note: '备注',
} as const;
export type LongColumn = keyof typeof LONG_COLUMNS;

/** Columns of the wide shape, one line a person. The title of `item` is the item's own name. */
export const WIDE_COLUMNS = {
  period: '期间',
  unit: '单位',
  index: '序号',
  personCode: '人员编码',
  name: '姓名',
  item: '',
  adjustments: '追补调整',
  total: '扣款合计',
  uncapped: '封顶前合计',
  note: '备注',
} as const;
export type WideColumn = keyof typeof WIDE_COLUMNS;

export const monthFormats = ['YYYY-MM', 'YYYYMM', 'YYYY年MM月', 'YYYY.MM', 'YYYY/MM'] as const;
export type MonthFormat = (typeof monthFormats)[number];

/** A column of a file: what it holds and what its heading says. */
export interface MappedColumn<Key extends string> {
  readonly key: Key;
  readonly title: string;
}

/** An item of the payroll program. */
export interface PayrollItem {
  readonly code: string;
  readonly name: string;
}

/** How the payroll program of a township wants its files. */
export interface PayrollMapping {
  /** 单位; `null`: the township's name. */
  readonly unit: string | null;
  /** 人员编码: the cadre's code, or the number the payroll program knows the person by. */
  readonly personCode: 'cadre-code' | 'payroll-number';
  readonly monthFormat: MonthFormat;
  /** Withheld so many months after the month that was judged. */
  readonly deductedMonthsAfter: number;
  readonly items: {
    readonly current: PayrollItem;
    readonly supplement: PayrollItem;
    readonly reversal: PayrollItem;
  };
  readonly long: readonly MappedColumn<LongColumn>[];
  readonly wide: readonly MappedColumn<WideColumn>[];
}

const ITEM: PayrollItem = { code: '0901', name: '岗位补贴扣发' };

/** What a township has that has told nothing else. */
export const DEFAULT_MAPPING: PayrollMapping = {
  unit: null,
  personCode: 'cadre-code',
  monthFormat: 'YYYY-MM',
  deductedMonthsAfter: 1,
  items: { current: ITEM, supplement: ITEM, reversal: ITEM },
  long: columnsOf(LONG_COLUMNS),
  wide: columnsOf({ ...WIDE_COLUMNS, item: ITEM.name }),
};

/** Why a mapping would make files that nobody can book. */
export interface MappingFault {
  /** `long[3].title` */
  readonly field: string;
  readonly message: string;
}

/** A file needs who and how much, and no heading twice. */
export function mappingFaults(mapping: PayrollMapping): MappingFault[] {
  return [
    ...shapeFaults('long', mapping.long, ['personCode', 'amount']),
    ...shapeFaults('wide', mapping.wide, ['personCode', 'total']),
  ];
}

function shapeFaults(
  shape: 'long' | 'wide',
  columns: readonly MappedColumn<string>[],
  needed: readonly string[],
): MappingFault[] {
  const faults: MappingFault[] = needed
    .filter((key) => !columns.some((column) => column.key === key))
    .map((key) => ({ field: shape, message: `缺少 ${key} 列` }));
  columns.forEach(({ key, title }, index) => {
    const earlier = columns.slice(0, index);
    if (earlier.some((column) => column.key === key)) {
      faults.push({ field: `${shape}[${index}].key`, message: '同一内容只能有一列' });
    }
    if (earlier.some((column) => column.title === title)) {
      faults.push({ field: `${shape}[${index}].title`, message: '列名重复' });
    }
  });
  return faults;
}

/** `2026-10` as the payroll program writes it: `202610`. */
export function monthText(month: string, format: MonthFormat): string {
  const [year = '', number = ''] = month.split('-');
  return format.replace('YYYY', year).replace('MM', number);
}

function columnsOf<Key extends string>(titles: Readonly<Record<Key, string>>): MappedColumn<Key>[] {
  return (Object.keys(titles) as Key[]).map((key) => ({ key, title: titles[key] }));
}
