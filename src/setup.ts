import type { NextFunction, Request, Response } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AdmissionService } from './admission/admission.service.js';
import { shedLoad } from './admission/shed-load.js';
import { requireDocsKey } from './auth/docs-access.js';
import { KeyStore } from './auth/key-store.js';
import { AppConfig } from './config/app-config.js';
import { parseOrigins } from './config/origins.js';
import { parseTrustedProxies } from './config/trusted-proxies.js';
import { ProblemFilter } from './http/problem.filter.js';
import { recordRequests } from './http/record-requests.js';
import { RequestObservers } from './http/request-observers.js';
import { securityHeaders } from './http/security-headers.js';
import { requireSoundHead } from './http/sound-head.js';
import { HEADER_LENGTH } from './open-inference/inference-body.js';
import { serveSwaggerUi } from './openapi/document.js';
import { DrainService } from './shutdown/drain.service.js';

/** Everything around the modules that makes the application the server it is; main.ts and the e2e tests share it. */
export function setUp(app: NestExpressApplication): void {
  const config = app.get(AppConfig);
  app.disable('x-powered-by').disable('etag');
  app.set('trust proxy', parseTrustedProxies(config.TRUST_PROXY));
  const drain = app.get(DrainService);
  app.use(
    recordRequests(app.get(RequestObservers)),
    // Before anything can refuse the request: during a drain, refusals say Connection: close as well.
    (_request: Request, response: Response, next: NextFunction) => {
      drain.admit(response, next);
    },
    requireSoundHead,
  );
  // A page from another origin could not read an answer without the headers of CORS: for those the guard refuses.
  if (config.CORS_ORIGINS === '') app.use(shedLoad(app.get(AdmissionService, { strict: false })));
  app.use(securityHeaders());
  if (config.CORS_ORIGINS !== '') {
    app.enableCors({
      origin: config.CORS_ORIGINS === '*' ? '*' : parseOrigins(config.CORS_ORIGINS),
      // Browsers may send what they ask for: without a list, the headers of the preflight are allowed as they come.
      exposedHeaders: [
        ...['X-Request-Id', 'Server-Timing', 'X-Model', 'WWW-Authenticate', HEADER_LENGTH],
        ...['RateLimit', 'RateLimit-Policy', 'Retry-After'],
      ],
    });
  }
  app.useGlobalFilters(new ProblemFilter());
  if (config.DOCS === 'keys') app.use(['/docs', '/docs-json'], requireDocsKey(app.get(KeyStore)));
  if (config.DOCS !== 'off') serveSwaggerUi(app);
}
