import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../errors.js';

/** A name, an IPv4 address or an IPv6 address in brackets, and a port; empty where the target has no authority. */
const HOST = /^([\w.~!$&'()*+,;=%-]*|\[[\da-fA-F:.%\w]+\])(:\d*)?$/;

/**
 * Refuses what Node's parser lets through although two servers in a row could read it in two ways, and closes the
 * connection, because it is not certain where such a request ends.
 * Sources: RFC 9112, 2.5 (version), 3.2 (Host), 6.1 (Transfer-Encoding).
 *
 * @throws AppError `malformed_request`
 */
export function requireSoundHead(request: Request, _response: Response, next: NextFunction): void {
  const problem = problemOf(request);
  if (problem !== undefined) {
    throw new AppError('malformed_request', problem, { headers: { Connection: 'close' } });
  }
  next();
}

function problemOf({ httpVersion, headers, rawHeaders }: Request): string | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') {
    return 'expected HTTP/1.1 or HTTP/1.0, received another version';
  }
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && httpVersion === '1.0') {
    return 'expected no Transfer-Encoding in HTTP/1.0, received one; send Content-Length';
  }
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return 'expected Transfer-Encoding: chunked or none, received another; send the body uncompressed';
  }
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts > 1) return `expected one Host header, received ${hosts}`;
  if (hosts === 0) return httpVersion === '1.1' ? 'expected a Host header, received none' : undefined;
  return HOST.test(headers.host!)
    ? undefined
    : 'expected a name and a port in the Host header, received something else';
}
