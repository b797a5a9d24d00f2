import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import type { AppConfig } from '../config/app-config.js';
import { HealthModule } from '../health/health.module.js';
import { BodiesModule } from '../http/bodies.module.js';
import { ShutdownModule } from '../shutdown/shutdown.module.js';
import { InfoMetrics } from './info-metrics.js';
import { MetricsController, PublicMetricsController } from './metrics.controller.js';
import { MetricsRegistry } from './metrics-registry.js';
import { PictureMetrics } from './picture-metrics.js';
import { RequestMetrics } from './request-metrics.js';
import { ServerGauges } from './server-gauges.js';
import { UpstreamMetrics } from './upstream-metrics.js';

/** GET /metrics, and whatever counts for it. */
@Module({})
export class MetricsModule {
  static with({ METRICS }: Pick<AppConfig, 'METRICS'>): DynamicModule {
    return {
      module: MetricsModule,
      imports: [AuthModule, BodiesModule, HealthModule, ShutdownModule],
      controllers: [METRICS === 'public' ? PublicMetricsController : MetricsController],
      providers: [
        MetricsRegistry,
        ...[InfoMetrics, PictureMetrics, RequestMetrics, ServerGauges, UpstreamMetrics],
      ],
    };
  }
}
