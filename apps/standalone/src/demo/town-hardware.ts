/** What kind of clock stands in a village, and how it is reached. */
export type Hardware =
  | { readonly driver: 'zk-tcp' | 'zk-udp'; readonly commKey: number | null; readonly profile: string }
  | { readonly driver: 'push' };

const USUAL: Hardware = { driver: 'zk-tcp', commKey: null, profile: '40' };

/** A township buys its clocks over the years: these villages have others than the usual one. */
const OTHERS: Readonly<Record<string, Hardware>> = {
  K02: { driver: 'zk-udp', commKey: null, profile: '40' },
  K04: { driver: 'zk-tcp', commKey: 123_456, profile: '40' },
  K06: { driver: 'zk-tcp', commKey: null, profile: '16' },
  K07: { driver: 'zk-udp', commKey: 8888, profile: '8b' },
  K08: { driver: 'zk-tcp', commKey: null, profile: '8a' },
  K10: { driver: 'push' },
  K11: { driver: 'push' },
  K12: { driver: 'zk-tcp', commKey: null, profile: '49' },
  K13: { driver: 'zk-tcp', commKey: null, profile: '40,split,event-storm' },
};

export function hardwareOf(clockKey: string): Hardware {
  return OTHERS[clockKey] ?? USUAL;
}
