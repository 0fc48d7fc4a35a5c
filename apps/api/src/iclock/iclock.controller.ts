import { createHash } from 'node:crypto';
import { Public } from '@cunqin/accounts';
import { unpackBody } from '@cunqin/clock-protocol';
import { type PushClock, PushClocksService, PushCommandsService, PushIntakeService } from '@cunqin/clocks';
import { TimeSource } from '@cunqin/platform';
import { All, Controller, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { answerClock } from './answer-clock.js';
import { IclockFilter } from './iclock.filter.js';
import { readBody } from './read-body.js';

/** As sent; compressed bodies may become {@link UNPACKED_LIMIT}. */
const BODY_LIMIT = 2 * 1024 * 1024;
const UNPACKED_LIMIT = 8 * 1024 * 1024;

/** Tables that hold punches in a dialect we do not read: the clock must not believe that we have them. */
const PUNCHES_IN_OTHER_WORDS = new Set(['RTLOG', 'TRANSACTION']);

interface Answer {
  readonly status?: number;
  readonly text: string;
}

const OK: Answer = { text: 'OK' };

/**
 * Where clocks push to. A clock is an HTTP client that is known by the serial number in the query alone;
 * strangers get the same `OK` whatever they ask, and nothing of theirs is read.
 */
@ApiExcludeController()
@Controller('iclock')
@Public()
@UseFilters(IclockFilter)
export class IclockController {
  constructor(
    private readonly clocks: PushClocksService,
    private readonly intake: PushIntakeService,
    private readonly commands: PushCommandsService,
    private readonly time: TimeSource,
  ) {}

  @All('*path')
  async answer(@Req() request: Request, @Res() response: Response): Promise<void> {
    // Clocks set themselves from this header: it must be the time the punches are judged by.
    response.setHeader('Date', new Date(this.time.now().epochMilliseconds).toUTCString());
    const { status = 200, text } = await this.answerTo(request);
    answerClock(response, status, text);
  }

  private async answerTo(request: Request): Promise<Answer> {
    const address = request.socket.remoteAddress ?? '';
    if (!this.clocks.admits(address)) return { status: 403, text: 'ERROR' };
    const clock = await this.clocks.identify(queryValue(request, 'SN') ?? '', address);
    if (clock === null) return OK;
    const [, , page = ''] = request.path.toLowerCase().split('/');
    switch (`${request.method} ${page.replace(/\.aspx$/, '')}`) {
      case 'GET cdata':
        return queryValue(request, 'table') === undefined ? { text: this.clocks.greet(clock) } : OK;
      case 'POST cdata':
        return this.take(clock, request);
      case 'GET getrequest':
        return { text: await this.commands.linesFor(clock) };
      case 'POST devicecmd':
        await this.commands.takeResults(clock, await unpacked(request));
        return OK;
      case 'GET registry':
      case 'POST registry':
        return { text: `RegistryCode=${registryCode(clock)}` };
      default:
        return OK;
    }
  }

  /** Only punches and operations are read; what else a clock sends is left on the line. */
  private async take(clock: PushClock, request: Request): Promise<Answer> {
    const table = (queryValue(request, 'table') ?? '').toUpperCase();
    const stamp = queryValue(request, 'Stamp') ?? queryValue(request, `${table}Stamp`);
    if (table === 'ATTLOG') {
      return {
        text: `OK: ${await this.intake.takePunches(clock, { body: await unpacked(request), stamp })}`,
      };
    }
    if (table === 'OPERLOG') {
      return {
        text: `OK: ${await this.intake.takeOperations(clock, { body: await unpacked(request), stamp })}`,
      };
    }
    const inner = (queryValue(request, 'tablename') ?? '').toUpperCase();
    return PUNCHES_IN_OTHER_WORDS.has(table) || PUNCHES_IN_OTHER_WORDS.has(inner)
      ? { status: 501, text: 'ERROR' }
      : OK;
  }
}

async function unpacked(request: Request): Promise<Uint8Array> {
  return unpackBody(await readBody(request, BODY_LIMIT), UNPACKED_LIMIT);
}

/** A value of the query, its name in any case. */
function queryValue(request: Request, name: string): string | undefined {
  const [, value] =
    Object.entries(request.query).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  return typeof value === 'string' ? value.trim() : undefined;
}

/** Clocks of the access-control dialect want a code that stays the same. It opens nothing. */
function registryCode({ serialNumber }: PushClock): string {
  return createHash('sha256').update(serialNumber).digest('hex').slice(0, 16);
}
