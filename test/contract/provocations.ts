import { once } from 'node:events';
import { connect } from 'node:net';
import { makeKey } from '../support/api-keys.js';
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
  sendBytes,
  sendPicture,
  sendWith,
  takesBatches,
  takesBytes,
  takesForm,
  takesJson,
  takesPictures,
  type Provocation,
} from './provocation.js';
import { BOUNDARY, PICTURE, soundRequest } from './sound-requests.js';

/** A request that is sent while no worker lives arrives before the next one does. */
const LONG_ENOUGH_MS = 200;

/** Bytes of a body, of which two are more than may be held at a time. */
const LARGE = 8_000_000;

const METRICS = makeKey('prom', ['metrics']);
const PREDICT = makeKey('predict');

/** For each code of src/errors.ts, after which it is called where it is the only way, how it comes about. What it does to ways that do not document it is tried as well. */
export const PROVOCATIONS = {
  malformed_request: {
    provoke: ({ port }, way) => exchange(port, soundRequest(way), { setHost: false }),
  },
  'no HTTP': {
    code: 'malformed_request',
    provoke: ({ port }, way) => {
      const { method, path } = soundRequest(way);
      return exchangeBeginning(port, `${method} ${path} HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n`);
    },
  },
  malformed_json: {
    isFor: takesJson,
    provoke: (app, way) => sendBytes(app, way, Buffer.from('{"image_base64": "QUJD",}')),
  },
  malformed_multipart: {
    isFor: takesForm,
    provoke: (app, way) => sendBytes(app, way, soundRequest(way).body!.subarray(0, -10)),
  },
  validation_failed: {
    isFor: takesPictures,
    provoke: (app, way) => {
      const sound = soundRequest(way);
      if (takesBytes(way)) return exchange(app.port, { ...sound, path: `${sound.path}?threshold=2` });
      return sendBytes(app, way, Buffer.from(takesJson(way) ? '{}' : `--${BOUNDARY}--\r\n`));
    },
  },
  invalid_base64: {
    isFor: takesJson,
    provoke: (app, way) => {
      const text = soundRequest(way).body!.toString().replace('"/9j/', '"!!!!');
      return sendBytes(app, way, Buffer.from(text));
    },
  },
  unauthorized: { settings: { API_KEYS: METRICS.entry }, provoke: send },
  forbidden: {
    settings: { API_KEYS: `${METRICS.entry},${PREDICT.entry}` },
    provoke: (app, way) => {
      const { key } = way.operation.path === '/metrics' ? PREDICT : METRICS;
      return sendWith(app, way, { 'X-API-Key': key });
    },
  },
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
  not_acceptable: {
    isFor: takesPictures,
    provoke: (app, way) => sendWith(app, way, { Accept: 'text/csv' }),
  },
  not_found: {
    isFor: ({ operation }) => operation.path.includes('{model}'),
    provoke: ({ port }, way) => {
      const sound = soundRequest(way);
      return exchange(port, { ...sound, path: sound.path.replace('/models/', '/models/no-') });
    },
  },
  'explanations that are switched off': {
    code: 'not_found',
    settings: { EXPLAIN_CONCURRENCY: '0' },
    isFor: ({ operation }) => operation.path === '/explain',
    provoke: send,
  },
  payload_too_large: {
    settings: { MAX_BODY_BYTES: '1024' },
    isFor: takesPictures,
    provoke: send,
  },
  unsupported_media_type: {
    isFor: takesPictures,
    provoke: (app, way) => sendWith(app, way, { 'Content-Type': 'text/plain' }),
  },
  unsupported_image_format: {
    isFor: takesPictures,
    provoke: (app, way) => sendPicture(app, way, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
  },
  image_empty: { isFor: takesPictures, provoke: (app, way) => sendPicture(app, way, Buffer.alloc(0)) },
  image_corrupt: {
    isFor: takesPictures,
    provoke: (app, way) => sendPicture(app, way, PICTURE.subarray(0, 900)),
  },
  image_too_large: {
    settings: { MAX_IMAGE_PIXELS: '100' },
    isFor: takesPictures,
    provoke: send,
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
  batch_too_large: {
    settings: { BATCH_MAX_ITEMS: '1' },
    isFor: takesBatches,
    provoke: send,
  },
  'lines asked for': {
    code: 'not_acceptable',
    isFor: takesPictures,
    provoke: (app, way) => sendWith(app, way, { Accept: 'application/x-ndjson' }),
  },
  'a picture asked for': {
    code: 'not_acceptable',
    isFor: takesPictures,
    provoke: (app, way) => sendWith(app, way, { Accept: 'image/png' }),
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
