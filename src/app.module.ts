import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { tracesUrl } from './config/collector-url.js';
import { ConfigModule } from './config/config.module.js';
import { RecordsModule } from './http/records.module.js';
import { ExplainModule } from './explain/explain.module.js';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OpenInferenceModule } from './open-inference/open-inference.module.js';
import { PlaygroundModule } from './playground/playground.module.js';
import { PredictModule } from './predict/predict.module.js';
import { RemoteModule } from './remote/remote.module.js';
import { ShutdownModule } from './shutdown/shutdown.module.js';
import { TracingModule } from './tracing/tracing.module.js';
import type { WorkerLauncher } from './workers/worker-launcher.js';
import { WorkersModule } from './workers/workers.module.js';

@Module({
  imports: [
    ConfigModule,
    RecordsModule,
    AuthModule,
    PredictModule,
    ExplainModule,
    OpenInferenceModule,
    HealthModule,
    ShutdownModule,
  ],
})
export class AppModule {
  /** @param launcher starts the workers that classify, or has started them already */
  static with(launcher: WorkerLauncher): DynamicModule {
    const isRemote = launcher.config.INFERENCE_URL !== '';
    const remote = isRemote ? [RemoteModule.global] : [];
    const url = tracesUrl(launcher.config);
    const tracing = url === undefined ? [] : [TracingModule.to(url)];
    const playground = launcher.config.PLAYGROUND === 'off' ? [] : [PlaygroundModule];
    const metrics = launcher.config.METRICS === 'off' ? [] : [MetricsModule.with(launcher.config)];
    return {
      module: AppModule,
      imports: [...tracing, WorkersModule.with(launcher), ...remote, ...metrics, ...playground],
    };
  }
}
