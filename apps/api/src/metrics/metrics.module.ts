import { ClocksModule } from '@cunqin/clocks';
import { Module } from '@nestjs/common';
import { HttpTimings } from './http-timings.js';
import { MetricsController } from './metrics.controller.js';
import { TownFiguresRepository } from './town-figures.repository.js';
import { TownMetricsService } from './town-metrics.service.js';

@Module({
  imports: [ClocksModule],
  controllers: [MetricsController],
  providers: [HttpTimings, TownFiguresRepository, TownMetricsService],
})
export class MetricsModule {}
