import { Injectable } from '@nestjs/common';
import {
  type AppendedRead,
  AppendReadService,
  ClockLogsRepository,
  type FinishedRead,
  type Incident,
  type IncidentCode,
} from '@cunqin/punch-ledger';
import { CodedError } from '@cunqin/platform';
import type { KnownLog } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { chooseKnownLog } from './choose-known-log.js';
import { DeviceIdentityRepository } from './device-identity.repository.js';

type Failure = Parameters<AppendReadService['recordFailure']>[0];

const OF_ANOTHER_DEVICE: IncidentCode = 'CLOCKS.OTHER_DEVICE';

/** Brings what a clock said into the ledger, if it is that clock. */
@Injectable()
export class KeepReadService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly identity: DeviceIdentityRepository,
    private readonly ledger: AppendReadService,
    private readonly logs: ClockLogsRepository,
  ) {}

  /** What a read that begins now may start from; `null`: it must fetch the whole log. */
  async startingPoint(
    clockId: number,
    moment: { now: Temporal.Instant; timeZone: string },
  ): Promise<KnownLog | null> {
    return chooseKnownLog(await this.logs.history(clockId), moment);
  }

  /** @throws CodedError `CLOCKS.OTHER_DEVICE`: nothing of the read is kept then */
  async keep(read: FinishedRead): Promise<AppendedRead> {
    return this.dataSource.transaction(async (manager) => {
      const twin = await this.identity.admit(manager, read);
      const detail = { serialNumber: read.serialNumber, otherClockId: twin };
      const seen: Incident[] = twin === null ? [] : [{ code: 'CLOCKS.DUPLICATE_DEVICE', detail }];
      return this.ledger.append(manager, read, seen);
    });
  }

  /** Keeps the fact that a read failed, and the incident if another device was to blame. */
  async keepFailure(failure: Omit<Failure, 'errorCode'>, cause: unknown): Promise<void> {
    const errorCode = codeOf(cause);
    await this.ledger.recordFailure({ ...failure, errorCode }, incidentOf(errorCode, failure));
  }
}

function incidentOf(errorCode: string, { serialNumber }: Pick<Failure, 'serialNumber'>): Incident | null {
  return errorCode === OF_ANOTHER_DEVICE ? { code: OF_ANOTHER_DEVICE, detail: { serialNumber } } : null;
}

function codeOf(failure: unknown): string {
  if (failure instanceof CodedError) return failure.code;
  const code = failure instanceof Error ? (failure as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : 'INTERNAL';
}
