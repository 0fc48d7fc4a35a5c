import type { DecideSlipService, Register, Slips } from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { SlipReasonBody } from './dto/slips.dto.js';

/** What is done about the slips of every register, once they are filed. */
export abstract class SlipController<R extends Register> {
  protected abstract readonly register: R;
  protected abstract readonly decisions: DecideSlipService;

  /** By another person than the one who filed it. */
  @Post(':id/approve')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async approve(@CurrentUser() user: SignedIn, @Param('id', RowIdPipe) id: number): Promise<Slips[R]> {
    return this.decisions.decide(this.register, id, 'approve', user);
  }

  /** By another person than the one who filed it, with a reason. */
  @Post(':id/refuse')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async refuse(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Body() body: SlipReasonBody,
  ): Promise<Slips[R]> {
    return this.decisions.decide(this.register, id, 'refuse', user, body.reason);
  }

  /** By whoever filed it or whom it is about, while nobody has decided. */
  @Post(':id/withdraw')
  @Roles('admin', 'office', 'cadre')
  @HttpCode(200)
  async withdraw(@CurrentUser() user: SignedIn, @Param('id', RowIdPipe) id: number): Promise<Slips[R]> {
    return this.decisions.decide(this.register, id, 'withdraw', user);
  }

  /** Takes an approval back, by another person than the applicant, with a reason. Nothing is erased. */
  @Post(':id/revoke')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async revoke(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Body() body: SlipReasonBody,
  ): Promise<Slips[R]> {
    return this.decisions.decide(this.register, id, 'revoke', user, body.reason);
  }
}
