import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { AppConfig } from './config/app-config.js';
import { setUp } from './setup.js';
import { DrainService } from './shutdown/drain.service.js';
import type { ShutdownSignal } from './shutdown/signals.js';

/**
 * Serves until the signal comes, and returns when the last request is answered.
 * @throws what keeps the server from starting: a wrong setting, a busy port, a failed self-test
 */
export async function serve(signal: Promise<ShutdownSignal>): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    bufferLogs: true,
    bodyParser: false,
    abortOnError: false,
  });
  setUp(app);
  const { HOST, PORT } = app.get(AppConfig);
  await app.listen(PORT, HOST);
  const logger = new Logger('Tetrapod');
  logger.log(`Serving on ${await app.getUrl()}, Swagger UI on ${await app.getUrl()}/docs`);

  const received = await signal;
  const skipDelay = received === 'SIGINT' && process.stdin.isTTY;
  logger.log(`${received} received`);
  await app.get(DrainService).drain(app.getHttpServer(), { skipDelay });
  await app.close();
}
