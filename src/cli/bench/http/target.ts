import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where requests go. Plain data, so that it can be handed to another process. */
export interface Target {
  isTls: boolean;
  /** For the connection: without the brackets of IPv6. */
  host: string;
  port: number;
  /** The value of the header Host. */
  authority: string;
  /** What stands before /predict, without a slash at its end. */
  basePath: string;
  /** Headers of every request. */
  headers: [name: string, value: string][];
}

/** @param url without query and fragment */
export function targetOf(url: URL, headers: [name: string, value: string][] = []): Target {
  const isTls = url.protocol === 'https:';
  return {
    isTls,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    authority: url.host,
    basePath: url.pathname.replace(/\/+$/, ''),
    headers,
  };
}

/** As people write it, without a slash at its end. */
export function addressOf({ isTls, authority, basePath }: Target): string {
  return `${isTls ? 'https' : 'http'}://${authority}${basePath}`;
}

/** A connection to the target that is being opened, by TLS where it is asked for; failures are the socket's `error`. */
export function openSocket({ isTls, host, port }: Target): Socket {
  if (!isTls) return connectTcp({ host, port, noDelay: true });
  // An address is no server name (RFC 6066, section 3).
  const servername = isIP(host) === 0 ? host : '';
  return connectTls({ host, port, servername, ALPNProtocols: ['http/1.1'] }).setNoDelay(true);
}
