import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { WorkerLauncher } from '../../src/workers/worker-launcher.js';
import { AppModule } from '../../src/app.module.js';
import { AppConfig } from '../../src/config/app-config.js';
import { ServerAdapter } from '../../src/http/server-adapter.js';
import { PinoLogger } from '../../src/logging/pino-logger.js';
import { setUp } from '../../src/setup.js';
import { ROOT } from './server-process.js';

export interface RunningApp {
  app: NestExpressApplication;
  server: Server;
  port: number;
  /** supertest on the running server. */
  http: ReturnType<typeof request>;
  /** POST /predict with a JSON body. */
  predict: (body: object) => request.Test;
  close: () => Promise<void>;
}

/** Workers are processes of their own, and run what was built. */
const BUILT_WORKER = `${ROOT}dist/workers/worker-main.js`;

/** The whole application on a free port, set up as main.ts does it, with some variables set. */
export async function startApp(env: Record<string, string> = {}): Promise<RunningApp> {
  const config = AppConfig.fromEnvironment({ LOG_LEVEL: 'error', PORT: '0', WORKERS: '1', ...env });
  const launcher = new WorkerLauncher(config, BUILT_WORKER);
  const testing = await Test.createTestingModule({ imports: [AppModule.with(launcher)] })
    .overrideProvider(AppConfig)
    .useValue(config)
    .compile();
  const app = testing.createNestApplication<NestExpressApplication>(new ServerAdapter(config), {
    bodyParser: false,
    logger: new PinoLogger(config),
  });
  setUp(app);
  await app.listen(config.PORT, config.HOST);
  const server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const http = request(`http://127.0.0.1:${port}`);
  return {
    app,
    server,
    port,
    http,
    predict: (body) => http.post('/predict').send(body),
    close: async () => {
      server.closeAllConnections();
      await app.close();
    },
  };
}
