import { Roles } from '@cunqin/accounts';
import { type SimulatedChange, SimulateService, type Simulation } from '@cunqin/assessment';
import { IsoWeek } from '@cunqin/work-calendar';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SimulationBody } from './assessments.dto.js';

/** More rows than this are counted and not listed: nobody reads them in a browser. */
const MOST_ROWS = 10_000;

/** Drafts of the rule, tried on past weeks. */
@ApiTags('set up')
@Controller('simulations')
export class SimulationsController {
  constructor(private readonly simulations: SimulateService) {}

  /**
   * What a draft of the rule would have made of past weeks: totals before and after, and a row with the reason for
   * each cadre-week that differs, at most 10,000. The books are not touched.
   */
  @Post()
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async simulate(@Body() body: SimulationBody): Promise<Simulation & { readonly rows: SimulatedChange[] }> {
    const rows: SimulatedChange[] = [];
    const range = { from: IsoWeek.parse(body.from), until: IsoWeek.parse(body.until) };
    const simulation = await this.simulations.simulate(body.policy, range, (change) => {
      if (rows.length < MOST_ROWS) rows.push(change);
    });
    return { ...simulation, rows };
  }
}
