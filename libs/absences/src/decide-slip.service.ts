import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { absenceErrors } from './absence-errors.js';
import { actOnSlip, type SlipAct, type SlipActor } from './domain/slip-state.js';
import type { Register, Slips } from './domain/slips.js';
import { SlipsRepository } from './slips.repository.js';

/** What becomes of a slip, and whose weeks are judged again because of it. */
@Injectable()
export class DecideSlipService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slips: SlipsRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /**
   * @param reason why; a refusal and a revocation have one
   * @throws CodedError `ABSENCES.UNKNOWN`, and as {@link actOnSlip}
   */
  async decide<R extends Register>(
    register: R,
    id: number,
    act: SlipAct,
    actor: SlipActor,
    reason: string | null = null,
  ): Promise<Slips[R]> {
    return this.dataSource.transaction(async (manager) => {
      if (!(await this.slips.lock(manager, register, id))) throw absenceErrors.unknown(id);
      const slip = (await this.slips.find(register, id, manager)) as Slips[R];
      const { cadreCodes, from, until } = concernOf(slip);
      const state = actOnSlip({ ...slip, cadreCodes }, act, actor);
      const at = this.time.now().toString({ smallestUnit: 'millisecond' });
      await this.slips.decide(manager, register, id, state, { act, by: actor.username, at, reason });
      // A slip that never counted changes no week by being refused or withdrawn.
      if (state === 'approved' || slip.state === 'approved') {
        await this.dirtyWeeks.markCadres(manager, cadreCodes, from, until);
      }
      return (await this.slips.find(register, id, manager)) as Slips[R];
    });
  }
}

/** Whom a slip is about, and which days. An outage changes nobody's week by itself. */
function concernOf(slip: Slips[Register]): {
  cadreCodes: readonly string[];
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
} {
  const [from, until] = 'date' in slip ? [slip.date, slip.date] : [slip.from, slip.until];
  return {
    cadreCodes: 'cadreCodes' in slip ? slip.cadreCodes : 'cadreCode' in slip ? [slip.cadreCode] : [],
    from: Temporal.PlainDate.from(from),
    until: Temporal.PlainDate.from(until),
  };
}
