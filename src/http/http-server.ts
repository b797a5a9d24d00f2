import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { AppConfig } from '../config/app-config.js';
import { answerClientError, MAX_HEADER_BYTES, refuseTarget, refuseTunnel } from './client-error.js';
import { hasPath } from './has-path.js';
import type { Connections } from './connections.js';

/** How often late requests are looked for; Node's own default is half a minute. */
const LATE_CHECK_MS = 1000;
/** Headers are short: whoever needs longer for them does so on purpose. */
const MOST_HEADERS_MS = 20_000;
/** Connections beyond the limit that are told so before they are closed; those beyond these are closed at once. */
const BEYOND_LIMIT = 64;

/** A server that is not bothered by slow and rude clients: docs/rude-clients.md says what each of them meets. */
export function createHttpServer(
  config: AppConfig,
  connections: Connections,
  listener: RequestListener,
): Server {
  const server = createServer(
    {
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
      requestTimeout: config.RECEIVE_TIMEOUT_MS,
      headersTimeout: Math.min(config.RECEIVE_TIMEOUT_MS, MOST_HEADERS_MS),
      connectionsCheckingInterval: LATE_CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Whatever NODE_OPTIONS says.
      insecureHTTPParser: false,
      // Checked by requireSoundHead, because Node's own answer has no body.
      requireHostHeader: false,
    },
    (request, response) => {
      if (!connections.begin(request, response)) return;
      if (hasPath(request)) listener(request, response);
      else refuseTarget(connections, request);
    },
  );
  // By default Node drops those beyond 2000 and says nothing; MAX_HEADER_BYTES bounds them as well.
  server.maxHeadersCount = 0;
  server.maxConnections = connections.most + BEYOND_LIMIT;
  server.on('timeout', (socket: Socket) => {
    connections.stalled(socket);
  });
  server.on('connection', (socket: Socket) => {
    connections.open(socket);
  });
  server.on('drop', () => {
    connections.dropped();
  });
  server.on('clientError', (error, socket) => {
    answerClientError(connections, error, socket as Socket);
  });
  server.on('connect', (request, socket) => {
    refuseTunnel(connections, request, socket as Socket);
  });
  // Another expectation than 100-continue may be passed over (RFC 9110, 10.1.1); Node would answer 417 with nothing.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  // A client that asks before it sends its body is told to go on by whoever reads it (body-receiver.ts), and not with one
  // that is refused.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  return server;
}
