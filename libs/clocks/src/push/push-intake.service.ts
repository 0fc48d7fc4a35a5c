import { Injectable } from '@nestjs/common';
import { parseAttlogUpload, parseOperlogUpload } from '@cunqin/clock-protocol';
import { IdSource, TimeSource } from '@cunqin/platform';
import { AppendPartService, type DeliveredPart } from '@cunqin/punch-ledger';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { type PushClock, PushClocksRepository } from './push-clocks.repository.js';
import { PushEvidenceRepository } from './push-evidence.repository.js';

const STAMP = /^\d{1,20}$/;

/** A delivery as it came over the line, already unpacked. */
export interface PushDelivery {
  readonly body: Uint8Array;
  /** The clock's own mark of how far this delivery goes; it may be anything. */
  readonly stamp: string | undefined;
}

/**
 * Takes what a clock pushes. Every method returns the number of lines that the clock need not send again,
 * once everything is committed; an error means that nothing was kept and the clock must repeat.
 */
@Injectable()
export class PushIntakeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: AppendPartService,
    private readonly clocks: PushClocksRepository,
    private readonly evidence: PushEvidenceRepository,
    private readonly time: TimeSource,
    private readonly ids: IdSource,
  ) {}

  /** Punches. New ones join the ledger, known ones change nothing, unreadable lines are set aside. */
  async takePunches(clock: PushClock, { body, stamp }: PushDelivery): Promise<number> {
    const upload = parseAttlogUpload(body);
    if (upload.lines === 0) return 0;
    await this.dataSource.transaction(async (manager) => {
      const delivery = this.delivery(clock);
      await this.ledger.append(manager, {
        ...this.partOf(clock, delivery, body),
        onRecordAnyway: upload.quarantined.length > 0,
        punches: upload.punches,
      });
      await this.evidence.keepQuarantined(manager, delivery, upload.quarantined);
      if (isStamp(stamp)) await this.clocks.keepStamp(manager, clock.clockId, 'attlog', stamp);
    });
    return upload.lines;
  }

  /** Operations, kept as evidence. Users, templates and photos in the same table are dropped unread. */
  async takeOperations(clock: PushClock, { body, stamp }: PushDelivery): Promise<number> {
    const upload = parseOperlogUpload(body);
    if (upload.lines === 0) return 0;
    await this.dataSource.transaction(async (manager) => {
      if (upload.operations.length + upload.quarantined.length > 0) {
        const delivery = this.delivery(clock);
        await this.ledger.append(manager, {
          ...this.partOf(clock, delivery, body),
          onRecordAnyway: true,
          punches: [],
        });
        await this.evidence.keepOperations(manager, delivery, upload.operations);
        await this.evidence.keepQuarantined(manager, delivery, upload.quarantined);
      }
      if (upload.dropped > 0) await this.clocks.countDropped(manager, clock.clockId, upload.dropped);
      if (isStamp(stamp)) await this.clocks.keepStamp(manager, clock.clockId, 'operlog', stamp);
    });
    return upload.lines;
  }

  private delivery({ clockId }: PushClock): {
    clockId: number;
    readId: string;
    receivedAt: Temporal.Instant;
  } {
    return { clockId, readId: this.ids.next(), receivedAt: this.time.now() };
  }

  private partOf(
    clock: PushClock,
    { readId, receivedAt }: { readId: string; receivedAt: Temporal.Instant },
    body: Uint8Array,
  ): Omit<DeliveredPart, 'punches' | 'onRecordAnyway'> {
    return {
      readId,
      clockId: clock.clockId,
      source: 'push',
      outcome: 'partial',
      timeZone: clock.timeZone,
      startedAt: receivedAt,
      finishedAt: receivedAt,
      serialNumber: clock.serialNumber,
      bytesRead: body.length,
    };
  }
}

function isStamp(stamp: string | undefined): stamp is string {
  return stamp !== undefined && STAMP.test(stamp);
}
