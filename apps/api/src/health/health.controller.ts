import { CLOCK_QUEUE, CodedError, type FieldFault } from '@cunqin/platform';
import { Public } from '@cunqin/accounts';
import { InjectQueue } from '@nestjs/bullmq';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { answersInTime } from './answers-in-time.js';
import { HealthAnswer } from './health.dto.js';

/** For whatever starts, watches and balances the process. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectQueue(CLOCK_QUEUE) private readonly queue: Queue,
  ) {}

  /** The process runs. */
  @Get('live')
  live(): HealthAnswer {
    return { status: 'ok' };
  }

  /** The process can do its work: database and queue answer. */
  @Get('ready')
  async ready(): Promise<HealthAnswer> {
    const [database, queue] = await Promise.all([
      answersInTime(() => this.dataSource.query('SELECT 1')),
      answersInTime(() => this.queue.getVersion()),
    ]);
    const faults: FieldFault[] = [];
    if (!database) faults.push({ field: 'database', message: '数据库没有应答' });
    if (!queue) faults.push({ field: 'queue', message: '任务队列没有应答' });
    if (faults.length === 0) return { status: 'ok' };
    throw new CodedError('HEALTH.NOT_READY', `not ready: ${faults.map((fault) => fault.field).join(', ')}`, {
      status: 503,
      title: '服务尚未就绪',
      fields: faults,
    });
  }
}
