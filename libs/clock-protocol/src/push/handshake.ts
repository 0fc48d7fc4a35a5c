/** What a clock is told when it says hello. */
export interface HandshakeSettings {
  readonly serialNumber: string;
  /** Up to where this server has committed punches; `0` means everything again. */
  readonly attlogStamp: string;
  readonly operlogStamp: string;
  /** Offset of the clock's zone from UTC, in minutes. */
  readonly utcOffsetMinutes: number;
}

/** Seconds until a clock tries again after an error, and between two questions for commands. */
const ERROR_DELAY_SECONDS = 60;
const REQUEST_DELAY_SECONDS = 10;

/** Below 2.4.0, with which clocks begin to encrypt. */
const PROTOCOL_VERSION = '2.2.14';

/** Photos are not asked for; a clock that sends them all the same begins after this mark. */
const NO_PHOTOS_STAMP = '9999';

/**
 * The answer to `GET /iclock/cdata?options=all`. Stamps stand twice, under their names in old firmware
 * and in new. `TransFlag` asks for attendance and the operation log and for nothing else.
 */
export function handshakeAnswer(settings: HandshakeSettings): string {
  const { serialNumber, attlogStamp, operlogStamp, utcOffsetMinutes } = settings;
  return [
    `GET OPTION FROM: ${serialNumber}`,
    `Stamp=${attlogStamp}`,
    `OpStamp=${operlogStamp}`,
    `PhotoStamp=${NO_PHOTOS_STAMP}`,
    `ATTLOGStamp=${attlogStamp}`,
    `OPERLOGStamp=${operlogStamp}`,
    `ATTPHOTOStamp=${NO_PHOTOS_STAMP}`,
    `ErrorDelay=${ERROR_DELAY_SECONDS}`,
    `Delay=${REQUEST_DELAY_SECONDS}`,
    'TransTimes=00:00;14:05',
    'TransInterval=1',
    'TransFlag=TransData AttLog\tOpLog',
    `TimeZone=${timeZoneValue(utcOffsetMinutes)}`,
    'Realtime=1',
    'Encrypt=0',
    `ServerVer=${PROTOCOL_VERSION}`,
    `PushProtVer=${PROTOCOL_VERSION}`,
    '',
  ].join('\n');
}

/** Whole hours as hours (`8`), others in minutes (`330` for India): the clock tells them apart by size. */
export function timeZoneValue(utcOffsetMinutes: number): number {
  return utcOffsetMinutes % 60 === 0 ? utcOffsetMinutes / 60 : utcOffsetMinutes;
}
