import type { ChainDamage, DamageKind, RecordDamage } from './damage.js';

const KINDS: Readonly<Record<DamageKind, string>> = {
  changed: '内容被改动',
  missing: '缺失',
  inserted: '多出，无据可查',
  reordered: '次序被调换',
};

/** What is no row but keeps rows as they are. */
const GUARDS: Readonly<Record<string, string>> = { trigger: '保护触发器', 'primary key': '主键' };

/** Damage in sentences for people, the kind in brackets as programs call it. */
export function sentencesOf(damage: {
  readonly broken: readonly ChainDamage[];
  readonly records: readonly RecordDamage[];
  readonly sealBroken: string | null;
}): string[] {
  return [
    ...damage.broken.map(
      ({ clockId, sequence, kind }) =>
        `打卡机 ${clockId} 的链条在第 ${sequence} 条断裂：${KINDS[kind]}(${kind})`,
    ),
    ...damage.records.map(
      ({ table, key, kind }) => `${GUARDS[table] ?? `记录 ${table}`} ${key}：${KINDS[kind]}(${kind})`,
    ),
    ...(damage.sealBroken === null ? [] : [`${damage.sealBroken} 的封印对不上`]),
  ];
}
