import { Roles } from '@cunqin/accounts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { HttpTimings } from './http-timings.js';
import { TownMetricsService } from './town-metrics.service.js';

/** For Prometheus. */
@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly town: TownMetricsService,
    private readonly timings: HttpTimings,
  ) {}

  /**
   * Figures in the text form of Prometheus: clocks, ledger, queue, and the answers of this process. It needs a
   * token like everything else; an administrator makes one for an auditor’s account with
   * `POST /users/{username}/tokens`.
   */
  @Get()
  @Roles('admin', 'auditor')
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async metrics(): Promise<string> {
    const town = await this.town.collect();
    return `${await town.metrics()}\n${await this.timings.registry.metrics()}`;
  }
}
