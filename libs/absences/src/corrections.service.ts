import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { isUniqueViolation, rosterErrors } from '@cunqin/roster';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { correctionErrors } from './absence-errors.js';
import { CorrectionsRepository } from './corrections.repository.js';
import { assertCorrectable, assertWithinMonth, type CorrectionTerms } from './domain/correction-terms.js';
import type { CorrectionSlip, Half } from './domain/slips.js';
import { FileSlipService, type Filing } from './file-slip.service.js';

export interface NewCorrection extends Filing {
  readonly cadreCode: string;
  readonly date: Temporal.PlainDate;
  readonly half: Half;
  readonly villageCode: string;
  readonly reason: string;
  /** Who saw the cadre there: neither the applicant nor the cadre. */
  readonly witness: string;
}

/** Corrections (补卡): the paper sign-in book stands in for one missing punch, within the limits of the rule. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly slips: FileSlipService,
    private readonly repository: CorrectionsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param terms what the rule in force on that date says
   * @throws CodedError `CORRECTIONS.FUTURE`, `.TOO_LATE`, `.TOO_MANY`, `.ALREADY_PROVED`, `.DUPLICATE`,
   *   `.OWN_WITNESS`; `ROSTER.UNKNOWN_CADRE`, `ROSTER.UNKNOWN_VILLAGE`
   */
  async file(correction: NewCorrection, terms: CorrectionTerms): Promise<CorrectionSlip> {
    const { date, half } = correction;
    const filedAt = this.slips
      .momentOf(correction)
      .toZonedDateTimeISO(this.config.timeZone)
      .toPlainDateTime();
    try {
      return await this.slips.file(
        'corrections',
        correction,
        {
          cadre_code: correction.cadreCode,
          corrected_on: date.toString(),
          half,
          village_code: correction.villageCode,
          witness: correction.witness,
          span_from: terms.span.from.toString(),
          span_until: terms.span.until.toString(),
        },
        {
          before: async (manager) => {
            const name = await this.repository.lockCadre(manager, correction.cadreCode);
            if (name === null) throw rosterErrors.unknownCadre(correction.cadreCode);
            const own = [name, correction.cadreCode, correction.filedBy];
            if (own.includes(correction.witness.trim())) throw correctionErrors.ownWitness();
            assertCorrectable({ date, half, filedAt }, terms);
            await this.assertWithinMonth(manager, correction, terms);
          },
        },
      );
    } catch (failure) {
      if (isUniqueViolation(failure)) throw correctionErrors.duplicate(date.toString());
      throw failure;
    }
  }

  private async assertWithinMonth(
    manager: EntityManager,
    { cadreCode, villageCode, date }: NewCorrection,
    terms: CorrectionTerms,
  ): Promise<void> {
    assertWithinMonth(
      await this.repository.countOfMonth(manager, cadreCode, terms.month),
      await this.repository.isOutage(manager, villageCode, date.toString(), terms.span),
      terms,
    );
  }
}
