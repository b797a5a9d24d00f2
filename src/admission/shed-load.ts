import type { NextFunction, Request, Response } from 'express';
import { errorAnswer } from '../http/error-answer.js';
import { pathOf } from '../http/query-of.js';
import { hasSmallBody, willClose } from '../http/answer-and-discard.js';
import { RequestRecord } from '../http/request-record.js';
import type { AdmissionService } from './admission.service.js';
import { REQUEST_TIMEOUT_HEADER } from './request-timeout.js';

/** The doors for pictures, by their routes: one, several, explanations, and infer of the Open Inference Protocol. */
const DOORS: readonly [route: string, paths: RegExp][] = [
  ['/predict', /^\/predict$/],
  ['/predict/batch', /^\/predict\/batch$/],
  ['/explain', /^\/explain$/],
  ['/explain/view', /^\/explain\/view$/],
  ['/v2/models/:model/infer', /^\/v2\/models\/[^/]+\/infer$/],
  ['/v2/models/:model/versions/:version/infer', /^\/v2\/models\/[^/]+\/versions\/[^/]+\/infer$/],
];

/**
 * Refuses what the AdmissionGuard would refuse, before the rest of the application is asked. Under ten times the load nine
 * in ten requests are refused, and what each costs is taken from the workers (docs/decisions/0012-admission.md).
 *
 * Everything that is not quite plain is left to the guard: large bodies and connections that are closed, on which what
 * comes must be thrown away with care, and deadlines of the client's own.
 */
export function shedLoad(admission: AdmissionService) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const path = pathOf(request);
    const route = isPlain(request) && !willClose(response) ? doorOf(path) : undefined;
    const refusal = route === undefined ? undefined : admission.refusal(request, admission.longestTimeout);
    if (!refusal) {
      next();
      return;
    }
    const record = RequestRecord.of(response);
    record.code = refusal.code;
    record.route = route;
    const { status, type, body } = errorAnswer(refusal, record.requestId, path);
    response
      .writeHead(status, {
        'Content-Type': type,
        'Content-Length': Buffer.byteLength(body),
        'X-Content-Type-Options': 'nosniff',
        ...refusal.headers,
      })
      .end(body);
  };
}

function doorOf(path: string): string | undefined {
  return DOORS.find(([, paths]) => paths.test(path))?.[0];
}

function isPlain(request: Request): boolean {
  const { method, headers } = request;
  return (
    method === 'POST' && hasSmallBody(request) && headers[REQUEST_TIMEOUT_HEADER.toLowerCase()] === undefined
  );
}
