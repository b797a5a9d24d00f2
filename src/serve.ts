import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { AppConfig } from './config/app-config.js';
import { PinoLogger } from './logging/pino-logger.js';
import { setUp } from './setup.js';
import { DrainService } from './shutdown/drain.service.js';
import type { ShutdownSignal } from './shutdown/signals.js';

/**
 * Serves until the signal comes, and returns when the last request is answered. Where it comes during the start,
 * nothing is served at all.
 * @throws what keeps the server from starting: a wrong setting, a busy port, a failed self-test
 */
export async function serve(signal: AbortSignal): Promise<void> {
  // Before anything else, so that wrong settings are told at once and alone.
  const config = AppConfig.fromEnvironment(process.env);
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    logger: new PinoLogger(config),
    bodyParser: false,
    abortOnError: false,
  });
  setUp(app);
  await app.init();
  const logger = new Logger('Tetrapod');
  if (!signal.aborted) {
    await app.listen(config.PORT, config.HOST);
    logger.log(`Serving on ${await app.getUrl()}, Swagger UI on ${await app.getUrl()}/docs`);
    await aborted(signal);
    const received = signal.reason as ShutdownSignal;
    logger.log(`${received} received`);
    // Somebody at a terminal has no load balancer that needs time to notice.
    const skipDelay = received === 'SIGINT' && process.stdin.isTTY;
    await app.get(DrainService).drain(app.getHttpServer(), { skipDelay });
  }
  await app.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
