import { once } from 'node:events';
import { connect } from 'node:net';
import { freePorts } from '../support/free-ports.js';
import { readToEnd } from '../support/raw-http.js';
import { until } from '../support/until.js';
import { exchange, exchangeBeginning, parseAnswer } from './exchange.js';
import {
  crash,
  endWorker,
  failBeforeRoutes,
  holdRoom,
  occupy,
  padded,
  poolOf,
  stopWorker,
} from './faults.js';
import { badUpstream, brokenRedis } from './neighbours.js';
import {
  headOf,
  isWorthAServer,
  send,
  sendWith,
  takesJson,
  takesPictures,
  type Provocation,
} from './provocation.js';
import { soundRequest } from './sound-requests.js';

/** A request that is sent while no worker lives arrives before the next one does. */
const LONG_ENOUGH_MS = 200;

/** Bytes of a body, of which two are more than may be held at a time. */
const LARGE = 8_000_000;

/** How the codes come about that no request brings about by itself: of workers, upstreams, Redis, limits and time. */
export const BY_TROUBLE = {
  request_timeout: {
    settings: { RECEIVE_TIMEOUT_MS: '1000' },
    isAtOnce: true,
    provoke: ({ port }, way) => exchangeBeginning(port, headOf(way)),
  },
  'a body that stops': {
    code: 'request_timeout',
    settings: { RECEIVE_TIMEOUT_MS: '1000' },
    isAtOnce: true,
    isFor: takesPictures,
    provoke: ({ port }, way) => exchangeBeginning(port, `${headOf(way)}Content-Length: 1000\r\n\r\n{`),
  },
  'worker_crashed, and then image_quarantined': {
    code: 'image_quarantined',
    isApart: true,
    isFor: isWorthAServer,
    provoke: async (app, way) => {
      const crashes = [await crash(app, way), await crash(app, way)];
      await until(() => poolOf(app).processIds.length === 1);
      return [...crashes, await send(app, way)];
    },
  },
  upstream_failed: badUpstream((_call, response) => {
    response.destroy();
  }),
  upstream_timeout: badUpstream(() => undefined),
  'an upstream that is away': {
    code: 'not_ready',
    // Pictures by the other doors are upstream_failed.
    isFor: ({ operation }) => !/^\/(predict|explain)/.test(operation.path),
    settings: async () => {
      const [port] = await freePorts(1);
      return { INFERENCE_URL: `http://127.0.0.1:${port}/v2/models/nobody` };
    },
    provoke: send,
  },
  rate_limited: {
    settings: { RATE_LIMIT: '1/10s' },
    provoke: async (app, way) => {
      await send(app, way);
      return send(app, way);
    },
  },
  headers_too_large: { provoke: (app, way) => sendWith(app, way, { 'X-Long': 'x'.repeat(20_000) }) },
  internal_error: {
    prepare: (app) => {
      failBeforeRoutes(app);
      return Promise.resolve(() => Promise.resolve());
    },
    provoke: send,
  },
  overloaded: {
    settings: { QUEUE_MAX: '1' },
    prepare: (app) => occupy(app, 1),
    provoke: send,
  },
  too_many_connections: {
    settings: { MAX_CONNECTIONS: '1' },
    provoke: async ({ port }, way) => {
      const busy = connect(port, '127.0.0.1');
      busy.write(
        'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n',
      );
      await once(busy, 'data');
      const socket = connect(port, '127.0.0.1');
      const { method, path } = soundRequest(way);
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      const answer = parseAnswer(await readToEnd(socket));
      busy.destroy();
      await once(busy, 'close');
      return answer;
    },
  },
  rate_limit_unavailable: brokenRedis(),
  not_ready: {
    settings: { REQUEST_TIMEOUT_MS: '10' },
    prepare: async (app) => {
      // The first ones are replaced at once, and later ones after longer and longer pauses.
      for (let i = 0; i < 3; i++) await endWorker(app);
      return () => Promise.resolve();
    },
    provoke: async (app, way) => {
      const { live, next_start_in_ms: delay } = poolOf(app).condition;
      if (live > 0 || delay < LONG_ENOUGH_MS) await endWorker(app);
      return send(app, way);
    },
  },
  deadline_exceeded: {
    prepare: (app) => occupy(app),
    isFor: takesPictures,
    provoke: (app, way) => sendWith(app, way, { 'X-Request-Timeout-Ms': '200' }),
  },
  'no room for the body': {
    code: 'deadline_exceeded',
    settings: { MAX_BODY_BYTES: '10000000', MAX_INFLIGHT_BYTES: '10000000' },
    prepare: (app) => holdRoom(app, LARGE),
    isFor: takesJson,
    provoke: ({ port }, way) => {
      const { headers, body, ...sound } = soundRequest(way);
      return exchange(port, {
        ...sound,
        headers: { ...headers, 'X-Request-Timeout-Ms': '200' },
        body: padded(body!, LARGE),
      });
    },
  },
  worker_hung: {
    isApart: true,
    settings: { DECODE_TIMEOUT_MS: '500' },
    isFor: isWorthAServer,
    provoke: async (app, way) => {
      await until(() => poolOf(app).processIds.length === 1);
      stopWorker(app);
      return send(app, way);
    },
  },
} satisfies Record<string, Provocation>;
