import { Module, type DynamicModule } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { RequestObservers } from '../http/request-observers.js';
import { CallTracing } from '../remote/call-tracing.js';
import { Tracing } from './tracing.js';

/**
 * Global, because calls to another server are traced as requests are. It is part of the application only where a collector is
 * named, and nothing of OpenTelemetry's SDK is loaded before.
 */
@Module({})
export class TracingModule {
  /** @param url where spans are sent to */
  static to(url: string): DynamicModule {
    const tracing = {
      provide: Tracing,
      inject: [AppConfig, RequestObservers],
      useFactory: async (config: AppConfig, observers: RequestObservers): Promise<Tracing> => {
        const { OpenTelemetry } = await import('./open-telemetry.js');
        const openTelemetry = await OpenTelemetry.open(config, url);
        observers.add(openTelemetry.requests);
        return openTelemetry;
      },
    };
    const calls = {
      provide: CallTracing,
      inject: [Tracing],
      useFactory: (opened: Tracing) => opened.calls,
    };
    return {
      module: TracingModule,
      global: true,
      providers: [tracing, calls],
      exports: [Tracing, CallTracing],
    };
  }
}
