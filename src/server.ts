import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { ServerAdapter } from './http/server-adapter.js';
import { PinoLogger } from './logging/pino-logger.js';
import { setUp } from './setup.js';
import { DrainService } from './shutdown/drain.service.js';
import type { ShutdownSignal } from './shutdown/signals.js';
import type { WorkerLauncher } from './workers/worker-launcher.js';

/** The application from its first connection to its last. */
export interface Server {
  listen: () => Promise<void>;
  drain: (received: ShutdownSignal) => Promise<void>;
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
  return {
    listen: async () => {
      await app.listen(config.PORT, config.HOST);
      const url = await app.getUrl();
      const docs = config.DOCS === 'off' ? 'without Swagger UI (DOCS=off)' : `Swagger UI on ${url}/docs`;
      logger.log(`Serving on ${url}, ${docs}`);
    },
    drain: (received) => {
      logger.log(`${received} received`);
      // Somebody at a terminal has no load balancer that needs time to notice.
      const skipDelay = received === 'SIGINT' && process.stdin.isTTY;
      return app.get(DrainService).drain(app.getHttpServer(), { skipDelay });
    },
    close: () => app.close(),
  };
}
