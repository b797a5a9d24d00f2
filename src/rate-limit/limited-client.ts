import { isIP } from 'node:net';
import { normalizeIp } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { RequestRecord } from '../http/request-record.js';

/** Whose requests are counted together. */
export interface LimitedClient {
  kind: 'key' | 'address';
  /** Within the kind; short, as it is kept for each client. */
  id: string;
}

/**
 * The name of the API key where one was needed, however many addresses use it; else the address, which is that of
 * X-Forwarded-For as far as TRUST_PROXY allows. A network of IPv6 with a prefix of 64 bits counts as one address, because
 * every customer has a whole one.
 */
export function limitedClient(request: Request, response: Response): LimitedClient {
  const { keyName } = RequestRecord.of(response);
  if (keyName !== undefined) return { kind: 'key', id: keyName };
  const { ip = '' } = request;
  // A proxy that is trusted may have passed on anything.
  const address = isIP(ip) === 0 ? (request.socket.remoteAddress ?? '') : ip;
  return { kind: 'address', id: normalizeIp(address) };
}
