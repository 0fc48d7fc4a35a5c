import { ApiProperty } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { CodeField, DateField, TextField } from '../../http/formats.js';

const DRIVERS = ['zk-tcp', 'zk-udp', 'node-zklib', 'push'] as const;
const SET_TIME = ['never', 'when-off'] as const;
const HOST = /^(?=.{1,253}$)[A-Za-z0-9:]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/;

export class CreateClockBody {
  @TextField({ maxLength: 60 })
  name: string;

  @CodeField()
  villageCode: string;

  @ApiProperty({ enum: DRIVERS })
  @IsIn(DRIVERS)
  driver: (typeof DRIVERS)[number];

  /** Address or host name, within CLOCK_NETWORKS. A clock that pushes needs none. */
  @ApiProperty({ required: false })
  @ValidateIf((body: CreateClockBody) => body.driver !== 'push' || body.host !== undefined)
  @Matches(HOST, { message: '应为 IP 地址或主机名' })
  host?: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 65535, default: 4370 })
  @IsInt()
  @Min(1)
  @Max(65535)
  port: number = 4370;

  /** 1 to 6 digits; 0 is none. Kept encrypted and never shown again. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 999999, required: false })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(999_999)
  commKey?: number;

  @TextField({ optional: true, maxLength: 40 })
  serialNumber?: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1440, default: 10 })
  @IsInt()
  @Min(1)
  @Max(1440)
  pollEveryMinutes: number = 10;

  /** Zone of the clock's own time. */
  @ApiProperty({ default: 'Asia/Shanghai' })
  @ValidateBy({
    name: 'isTimeZone',
    validator: { validate: isTimeZone, defaultMessage: () => '应为时区名称，如 Asia/Shanghai' },
  })
  timezone: string = 'Asia/Shanghai';

  /** Whether this server sets the clock: `when-off`, after a complete read, when it is off by over 5 minutes. */
  @ApiProperty({ enum: SET_TIME, default: 'never' })
  @IsIn(SET_TIME)
  setTime: (typeof SET_TIME)[number] = 'never';

  /** Listens to the clock all the time and polls it as soon as somebody punches. */
  @ApiProperty({ default: false })
  @IsBoolean()
  live: boolean = false;

  @DateField({ optional: true, description: 'Since when it has stood there. Default: today.' })
  placedFrom?: string;
}

export class PlaceClockBody {
  @CodeField()
  villageCode: string;

  @DateField()
  from: string;
}

export class ReplaceDeviceBody {
  @TextField({ maxLength: 40, description: 'Of the device that stands there now.' })
  serialNumber: string;

  @TextField({ maxLength: 500 })
  reason: string;
}

export class AcknowledgeIncidentBody {
  @TextField({ maxLength: 500 })
  reason: string;
}

export class RetireClockBody {
  @DateField({ description: 'From this date on it is out of use.' })
  on: string;
}

function isTimeZone(value: unknown): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) });
    return typeof value === 'string';
  } catch {
    return false;
  }
}
