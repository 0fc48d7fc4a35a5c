import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AttlogFileError, parseAttlogFile, type FilePunch } from '@cunqin/clock-protocol';
import { CodedError, TimeSource } from '@cunqin/platform';
import { AppendPartService, type AppendedRead } from '@cunqin/punch-ledger';
import { DataSource } from 'typeorm';
import { ClocksService } from '../clocks.service.js';
import { usbErrors } from './usb-errors.js';

/** Some 400,000 punches. */
export const ATTLOG_FILE_LIMIT_BYTES = 20 * 1024 * 1024;

/** What a file brought. */
export interface ImportedFile extends AppendedRead {
  readonly readId: string;
  /** Bytes of the file. */
  readonly bytesRead: number;
  readonly durationMs: number;
}

/**
 * Brings a clock's attlog.dat from a USB stick to the ledger, the whole file or nothing. Coverage stays
 * where it is: a file says nothing of what came after it, nor whether it was the whole log.
 */
@Injectable()
export class ImportAttlogService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clocks: ClocksService,
    private readonly ledger: AppendPartService,
    private readonly time: TimeSource,
  ) {}

  /**
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `USB.NOT_ATTLOG`, `USB.EMPTY`, `USB.BAD_LINE` with the line's
   *   number, `USB.TOO_LARGE`
   */
  async import(clockId: number, file: Uint8Array): Promise<ImportedFile> {
    const began = performance.now();
    const startedAt = this.time.now();
    const clock = await this.clocks.view(clockId);
    const punches = inOrderOfTime(readFile(file));
    const readId = randomUUID();
    const appended = await this.dataSource.transaction((manager) =>
      this.ledger.append(manager, {
        readId,
        clockId,
        source: 'file',
        outcome: 'complete',
        onRecordAnyway: true,
        timeZone: clock.timezone,
        startedAt,
        finishedAt: this.time.now(),
        serialNumber: null,
        bytesRead: file.length,
        punches,
      }),
    );
    const durationMs = Math.round(performance.now() - began);
    return { readId, ...appended, bytesRead: file.length, durationMs };
  }
}

function readFile(file: Uint8Array): FilePunch[] {
  if (file.length > ATTLOG_FILE_LIMIT_BYTES) throw usbErrors.tooLarge(ATTLOG_FILE_LIMIT_BYTES);
  try {
    return parseAttlogFile(file);
  } catch (failure) {
    if (failure instanceof AttlogFileError) throw refusalOf(failure);
    throw failure;
  }
}

function refusalOf({ fault, line }: AttlogFileError): CodedError {
  switch (fault) {
    case 'NOT_ATTLOG':
      return usbErrors.notAttlog();
    case 'EMPTY':
      return usbErrors.empty();
    case 'BAD_LINE':
      return usbErrors.badLine(line ?? 0);
  }
}

/** The order of lines means nothing in a file, so a step back in time must not look like one. */
function inOrderOfTime(punches: readonly FilePunch[]): FilePunch[] {
  return [...punches].sort((a, b) =>
    a.clockTime === b.clockTime ? a.index - b.index : a.clockTime < b.clockTime ? -1 : 1,
  );
}
