import { expect } from '@jest/globals';
import type { Town } from './town.js';

export type SlipRole = 'admin' | 'office' | 'leader' | 'cadre';

export interface SlipView {
  readonly id: number;
  readonly state: string;
  readonly decisions: readonly { act: string; by: string; reason: string | null }[];
  readonly outsideMonthlyLimit?: boolean;
}

/** A slip of each register that is sound, for cadre C001. */
export const slips = {
  absences: { cadreCode: 'C001', kind: 'sick', from: '2026-10-19', until: '2026-10-23' },
  'enterprise-visits': { cadreCode: 'C001', date: '2026-10-19', enterprise: '蒋寨电子厂' },
  'emergency-duties': {
    order: '防汛Ⅲ级',
    from: '2026-10-19',
    until: '2026-10-20',
    cadreCodes: ['C001'],
  },
  outages: { clockId: 1, from: '2026-10-19T08:00:00', until: '2026-10-19T18:00:00', cause: '停电' },
  corrections: {
    cadreCode: 'C001',
    date: '2026-10-22',
    half: 'afternoon',
    villageCode: 'V01',
    reason: '漏打卡',
    witness: '村支书李四',
  },
} as const;

export type Register = keyof typeof slips;
export const registers = Object.keys(slips) as Register[];

/** Files slips in a town and decides on them, as its people would by REST. */
export class SlipDesk {
  constructor(private readonly town: Town) {}

  /** A sound slip of the register with something changed. */
  file(register: Register, change: object = {}, role: SlipRole = 'office'): Promise<SlipView> {
    return this.town.ask<SlipView>(role, 'post', register, { ...slips[register], ...change });
  }

  act(
    register: Register,
    { id }: { id: number },
    what: 'approve' | 'refuse' | 'withdraw' | 'revoke',
    role: SlipRole = 'leader',
  ): Promise<SlipView> {
    const body = /refuse|revoke/.test(what) ? { reason: '不符' } : {};
    return this.town.ask(role, 'post', `${register}/${id}/${what}`, body);
  }

  /** What is said to a slip that is refused at the counter; nothing is kept of it. */
  async refused(
    register: Register,
    change: object,
    role: SlipRole = 'office',
  ): Promise<{ status: number; code: string; title: string }> {
    const { total } = await this.town.get<{ total: number }>(register);
    const { status, body } = await this.town.call(role, 'post', register, { ...slips[register], ...change });
    expect((await this.town.get<{ total: number }>(register)).total).toBe(total);
    return { status, ...(body as { code: string; title: string }) };
  }
}
