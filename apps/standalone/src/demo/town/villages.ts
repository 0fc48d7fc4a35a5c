import type { Random } from './random.js';
import type { DemoClock, DemoVillage } from './town-types.js';

const VILLAGE_NAMES = [
  ...['石桥村', '柳塘村', '蒋寨村', '白竹村', '双井村', '枫林村', '大湾村'],
  ...['青坪村', '松岗村', '杨家畈村', '梅子冲村', '河口村', '新塘村', '茶岭村'],
];
const COMMUNITY_NAMES = ['镇东社区', '和兴社区'];

/** Fourteen villages and two communities, V01 … V16, under invented names. */
export const DEMO_VILLAGES: readonly DemoVillage[] = [
  ...VILLAGE_NAMES.map((name) => ({ name, kind: 'village' as const })),
  ...COMMUNITY_NAMES.map((name) => ({ name, kind: 'community' as const })),
].map((village, index) => ({ code: `V${String(index + 1).padStart(2, '0')}`, ...village }));

/** From this date on every clock of the town stands in its place. */
export const ALL_PLACED_DATE = '2026-08-03';

const PLACEMENT_DATES = ['2026-07-28', '2026-07-29', '2026-07-30', ALL_PLACED_DATE];

/** One clock a village, each keeping time and reachable; what goes wrong with them is added afterwards. */
export function placeClocks(villages: readonly DemoVillage[], random: Random): DemoClock[] {
  return villages.map((village, index) => ({
    key: `K${village.code.slice(1)}`,
    name: `${village.name}打卡机`,
    villageCode: village.code,
    serialNumber: `DEMO26${random.integer(1000, 9999)}${String(index + 1).padStart(3, '0')}`,
    placedFrom: PLACEMENT_DATES[index % PLACEMENT_DATES.length] as string,
    offsetSeconds: 0,
    offsetFrom: null,
    networkDown: [],
  }));
}
