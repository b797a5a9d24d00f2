import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { tracesUrl } from './config/collector-url.js';
import { ServerAdapter } from './http/server-adapter.js';
import { PinoLogger } from './logging/pino-logger.js';
import { setUp } from './setup.js';
import { DrainService } from './shutdown/drain.service.js';
import type { ShutdownSignal } from './shutdown/signals.js';
import { Tracing } from './tracing/tracing.js';
import type { WorkerLauncher } from './workers/worker-launcher.js';

/** A collector that is slow is not to hold up the end of a server for long. */
const MOST_FLUSH_MS = 3000;

/** The application from its first connection to its last. */
export interface Server {
  listen: () => Promise<void>;
  drain: (received: ShutdownSignal) => Promise<void>;
  /** Sends what is told of requests only after they have ended, and waits no longer than that. */
  flush: (withinMs: number) => Promise<void>;
  close: () => Promise<void>;
}

/** @returns a server that is ready to listen */
export async function openServer(launcher: WorkerLauncher): Promise<Server> {
  const { config } = launcher;
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(launcher),
    new ServerAdapter(config),
    {
      logger: new PinoLogger(config),
      bodyParser: false,
      abortOnError: false,
    },
  );
  setUp(app);
  await app.init();
  const logger = new Logger('Tetrapod');
  const isTracing = tracesUrl(config) !== undefined;
  return {
    listen: async () => {
      await app.listen(config.PORT, config.HOST);
      const url = await app.getUrl();
      const docs = config.DOCS === 'off' ? 'without Swagger UI (DOCS=off)' : `Swagger UI on ${url}/docs`;
      const playground =
        config.PLAYGROUND === 'off' ? 'without the playground (PLAYGROUND=off)' : `the playground on ${url}/`;
      logger.log(`Serving on ${url}, ${playground}, ${docs}`);
    },
    drain: (received) => {
      logger.log(`${received} received`);
      // Somebody at a terminal has no load balancer that needs time to notice.
      const skipDelay = received === 'SIGINT' && process.stdin.isTTY;
      return app.get(DrainService).drain(app.getHttpServer(), { skipDelay });
    },
    flush: async (withinMs) => {
      const tracing = isTracing ? app.get(Tracing) : undefined;
      await tracing?.end(Math.min(withinMs, MOST_FLUSH_MS));
    },
    close: () => app.close(),
  };
}
