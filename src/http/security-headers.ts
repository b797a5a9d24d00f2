import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/**
 * Sets helmet's security headers. They are the same for every answer, so that helmet is asked for them once.
 * The server itself speaks HTTP; the proxy that ends TLS decides about upgrades and strict transport security.
 */
export function securityHeaders(): (request: Request, response: Response, next: NextFunction) => void {
  const headers: [name: string, value: string][] = [];
  const collector = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  helmet({
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
    strictTransportSecurity: false,
  })({} as IncomingMessage, collector as unknown as ServerResponse, () => undefined);
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
