import { makeKey } from '../support/api-keys.js';
import { exchange, exchangeBeginning } from './exchange.js';
import {
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
import { BY_TROUBLE } from './provocations-by-trouble.js';

const METRICS = makeKey('prom', ['metrics']);
const PREDICT = makeKey('predict');

/** How the codes come about by what is asked. */
const BY_REQUEST = {
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
} satisfies Record<string, Provocation>;

/** For each code of src/errors.ts, after which it is called where it is the only way, how it comes about. What it does to ways that do not document it is tried as well. */
export const PROVOCATIONS = { ...BY_REQUEST, ...BY_TROUBLE };
