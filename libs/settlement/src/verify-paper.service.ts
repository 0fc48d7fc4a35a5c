import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sha256Of } from './domain/canonical-json.js';
import type { SettledMonth } from './domain/month-report.js';
import { readVerificationCode } from './domain/verification-code.js';
import { SettledMonthsRepository } from './settled-months.repository.js';

/** What a code on paper stands for. Nothing about persons. */
export interface PaperAnswer {
  /** Whether a paper with this code was issued, and is still what the books hold. */
  readonly matches: boolean;
  readonly township: string | null;
  readonly month: string | null;
  readonly docNo: string | null;
  /** An instant. */
  readonly issuedAt: string | null;
  /** Hex, of the whole report: compare it with the paper's, if the paper has it. */
  readonly sha256: string | null;
}

const UNKNOWN: PaperAnswer = {
  matches: false,
  township: null,
  month: null,
  docNo: null,
  issuedAt: null,
  sha256: null,
};

/** Answers whoever holds a paper and doubts it. */
@Injectable()
export class VerifyPaperService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settled: SettledMonthsRepository,
  ) {}

  async verify(code: string): Promise<PaperAnswer> {
    const stored = await this.settled.findByCode(this.dataSource.manager, readVerificationCode(code));
    if (stored === null) return UNKNOWN;
    const report = JSON.parse(stored.report) as SettledMonth;
    return {
      matches: sha256Of(stored.report) === stored.sha256,
      township: report.township.name,
      month: stored.month,
      docNo: stored.docNo,
      issuedAt: `${stored.issuedAt.toISOString().slice(0, 19)}Z`,
      sha256: stored.sha256,
    };
  }
}
