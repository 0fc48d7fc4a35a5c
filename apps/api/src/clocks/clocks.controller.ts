import { randomUUID } from 'node:crypto';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import {
  ClockHealthService,
  ClocksService,
  PollClockService,
  ProbeClockService,
  ReplaceDeviceService,
  type ClockView,
} from '@cunqin/clocks';
import { ClockCoverageService, type ClockCoverageView } from '@cunqin/punch-ledger';
import { CLOCK_QUEUE, CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { InjectQueue } from '@nestjs/bullmq';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Queue } from 'bullmq';
import type { Response } from 'express';
import { type Page, PagingQuery } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { CreateClockBody, PlaceClockBody, ReplaceDeviceBody, RetireClockBody } from './dto/clock.dto.js';

/**
 * A worker that dies leaves its clock taken for three minutes, and the next may die as well: a promised read is tried
 * for a day before it is given up.
 */
const PROMISED_READ = { attempts: 28_800, backoff: { type: 'fixed', delay: 3_000 } } as const;

type Answer<Service, Method extends keyof Service> = Service[Method] extends (
  ...args: never[]
) => infer Result
  ? Awaited<Result>
  : never;

@ApiTags('clocks')
@Controller('clocks')
@Roles('admin')
export class ClocksController {
  constructor(
    private readonly clocks: ClocksService,
    private readonly probes: ProbeClockService,
    private readonly polls: PollClockService,
    private readonly devices: ReplaceDeviceService,
    @InjectQueue(CLOCK_QUEUE) private readonly queue: Queue,
    @Inject(CONFIG) private readonly config: Config,
    private readonly time: TimeSource,
  ) {}

  /** Registers a clock. The comm key is never shown again. */
  @Post()
  async register(@Body() body: CreateClockBody): Promise<ClockView> {
    return this.clocks.register({
      ...body,
      host: body.host ?? '',
      commKey: body.commKey === undefined || body.commKey === 0 ? null : body.commKey,
      serialNumber: body.serialNumber ?? null,
      placedFrom: body.placedFrom ?? this.time.localNow(this.config.timeZone).toPlainDate().toString(),
    });
  }

  /** Asks a clock what it is and what time it has. */
  @Post(':id/probe')
  @HttpCode(200)
  async probe(@Param('id', RowIdPipe) id: number): Promise<Answer<ProbeClockService, 'probe'>> {
    return this.probes.probe(id);
  }

  /**
   * Reads a clock now: with `wait=true` the answer is the result, else the read's id. What is known of its
   * log is not fetched again, unless `full=true` asks for all of it.
   */
  @Post(':id/poll')
  @ApiQuery({ name: 'wait', required: false, enum: ['true', 'false'] })
  @ApiQuery({ name: 'full', required: false, enum: ['true', 'false'] })
  async poll(
    @Param('id', RowIdPipe) id: number,
    @Res({ passthrough: true }) response: Response,
    @Query('wait') wait?: string,
    @Query('full') full?: string,
  ): Promise<Answer<PollClockService, 'poll'> | { readId: string }> {
    if (wait === 'true') {
      response.status(200);
      return this.polls.poll(id, { full: full === 'true' });
    }
    await this.clocks.view(id);
    const readId = randomUUID();
    await this.queue.add(
      'poll-clock',
      { clockId: id, readId, full: full === 'true' },
      {
        jobId: `poll-${id}-${readId}`,
        ...PROMISED_READ,
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
    response.status(202);
    return { readId };
  }

  /** Moves a clock to another village from a date on. */
  @Post(':id/placements')
  async move(@Param('id', RowIdPipe) id: number, @Body() body: PlaceClockBody): Promise<ClockView> {
    return this.clocks.move(id, body.villageCode, body.from);
  }

  /**
   * Another device stands there now: its reads are taken from here on, those of the old one no more. The
   * last punches of the old one must be in the ledger before.
   */
  @Post(':id/replace-device')
  @HttpCode(200)
  async replaceDevice(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Body() body: ReplaceDeviceBody,
  ): Promise<ClockView> {
    return this.devices.replace(id, { ...body, by: user.username });
  }

  /** Takes a clock out of use. Its punches stay. */
  @Post(':id/retire')
  @HttpCode(200)
  async retire(@Param('id', RowIdPipe) id: number, @Body() body: RetireClockBody): Promise<ClockView> {
    return this.clocks.retire(id, body.on);
  }
}

/** How the clocks are, for everybody who works with their punches. */
@ApiTags('clocks')
@Controller('clocks')
@Roles('admin', 'office', 'leader', 'auditor')
export class ClockStatesController {
  constructor(
    private readonly clocks: ClocksService,
    private readonly states: ClockHealthService,
    private readonly coverages: ClockCoverageService,
  ) {}

  @Get()
  async list(): Promise<{ items: ClockView[]; total: number }> {
    const items = await this.clocks.list();
    return { items, total: items.length };
  }

  /** Which clocks are online, late or down, and why. */
  @Get('health')
  async health(): Promise<{ items: Answer<ClockHealthService, 'health'>; total: number }> {
    const items = await this.states.health();
    return { items, total: items.length };
  }

  @Get(':id')
  async view(@Param('id', RowIdPipe) id: number): Promise<ClockView> {
    return this.clocks.view(id);
  }

  /** How far a clock is proven complete, and the reads that prove it, newest first. */
  @Get(':id/coverage')
  async coverage(
    @Param('id', RowIdPipe) id: number,
    @Query() paging: PagingQuery,
  ): Promise<ClockCoverageView> {
    await this.clocks.view(id);
    return this.coverages.of(id, paging);
  }

  /** Reads of a clock, newest first. */
  @Get(':id/reads')
  async reads(
    @Param('id', RowIdPipe) id: number,
    @Query() paging: PagingQuery,
  ): Promise<Page<Answer<ClockHealthService, 'reads'>['items'][number]>> {
    await this.clocks.view(id);
    return this.states.reads(id, paging);
  }
}
