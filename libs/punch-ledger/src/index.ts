export { AppendReadService, type AppendedRead } from './append-read.service.js';
export type { CountedPeriod, DeliveredPart } from './domain/delivered-part.js';
export { BrowsePunchesService, type PunchView } from './browse-punches.service.js';
export { PunchLedgerModule } from './punch-ledger.module.js';
export { PunchReviewsService } from './punch-reviews.service.js';
export { SealLedgerService, type LedgerSeal } from './seal-ledger.service.js';
export { VerifyLedgerService, type LedgerVerification } from './verify-ledger.service.js';
