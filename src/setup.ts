import type { NextFunction, Request, Response } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppConfig } from './config/app-config.js';
import { logAccess } from './http/access-log.js';
import { answerClientError } from './http/client-error.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestBodyPipe } from './http/request-body.pipe.js';
import { assignRequestId } from './http/request-id.js';
import { requireHost } from './http/require-host.js';
import { securityHeaders } from './http/security-headers.js';
import { serveSwaggerUi } from './openapi/document.js';
import { DrainService } from './shutdown/drain.service.js';

/** Everything around the modules that makes the application the server it is; main.ts and the e2e tests share it. */
export function setUp(app: NestExpressApplication): void {
  const config = app.get(AppConfig);
  app.disable('x-powered-by').disable('etag');
  app.set('trust proxy', parseTrustProxy(config.TRUST_PROXY));
  const drain = app.get(DrainService);
  app.use(
    assignRequestId,
    logAccess,
    // Before anything can refuse the request: during a drain, refusals say Connection: close as well.
    (_request: Request, response: Response, next: NextFunction) => {
      drain.admit(response, next);
    },
    requireHost,
    securityHeaders(),
  );
  if (config.CORS_ORIGINS !== '') {
    app.enableCors({
      origin:
        config.CORS_ORIGINS === '*' ? '*' : config.CORS_ORIGINS.split(',').map((origin) => origin.trim()),
      exposedHeaders: ['X-Request-Id', 'Server-Timing', 'X-Model'],
    });
  }
  app.useGlobalPipes(new RequestBodyPipe());
  app.useGlobalFilters(new ProblemFilter());
  serveSwaggerUi(app);

  const server = app.getHttpServer();
  // Checked by requireHost, because Node's own answer has no body.
  Object.assign(server, { requireHostHeader: false });
  server.keepAliveTimeout = config.KEEP_ALIVE_TIMEOUT_MS;
  server.requestTimeout = config.RECEIVE_TIMEOUT_MS;
  server.headersTimeout = Math.min(config.RECEIVE_TIMEOUT_MS, 20_000);
  server.on('clientError', answerClientError);
  // Another expectation than 100-continue may be passed over (RFC 9110, 10.1.1); Node would answer 417 with nothing.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  // A client that asks before it sends its body is told to go on by whoever reads it (body-receiver.ts), and not with one
  // that is refused.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
}

function parseTrustProxy(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
