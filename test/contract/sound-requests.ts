import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import type { Operation } from './document.js';
import type { Sent } from './exchange.js';

/** One way to ask an operation: with a body of one media type, or without a body. */
export interface Way {
  operation: Operation;
  /** Such as `POST /predict application/json`. */
  name: string;
  /** Empty where there is no body. */
  mediaType: string;
}

export const PICTURE: Buffer = Buffer.from(EXAMPLE_PICTURE, 'base64');

export const BOUNDARY = 'a-boundary';

const json = (value: object) => Buffer.from(JSON.stringify(value));

/** A form with files (bytes) and texts. */
function form(fields: [name: string, value: Buffer | string][]): Pick<Sent, 'headers' | 'body'> {
  const parts = fields.flatMap(([name, value]) => {
    const file = typeof value === 'string' ? '' : '; filename="a.jpg"\r\nContent-Type: image/jpeg';
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`;
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')];
  });
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]),
  };
}

function inferInJson(picture: Buffer): Pick<Sent, 'headers' | 'body'> {
  const parameters = { content_type: 'base64' };
  const input = {
    name: 'image',
    shape: [1],
    datatype: 'BYTES',
    parameters,
    data: [picture.toString('base64')],
  };
  return {
    headers: { 'Content-Type': 'application/json' },
    body: json({ id: '42', inputs: [input], outputs: [{ name: 'confidences' }] }),
  };
}

/** Binary in, and binary out. */
function inferInBinary(picture: Buffer): Pick<Sent, 'headers' | 'body'> {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(picture.length);
  const parameters = { binary_data_size: picture.length + 4 };
  const input = { name: 'image', shape: [1], datatype: 'BYTES', parameters };
  const text = json({ inputs: [input], parameters: { binary_data_output: true } });
  return {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Inference-Header-Content-Length': String(text.length),
    },
    body: Buffer.concat([text, length, picture]),
  };
}

/** The ways of an operation that takes a picture as POST /predict does, with these options. */
function doorsFor(
  operation: string,
  options: Record<string, string | number>,
): Record<string, (picture: Buffer) => Pick<Sent, 'headers' | 'body'>> {
  const asItIs = (type: string) => (body: Buffer) => ({ headers: { 'Content-Type': type }, body });
  const texts = Object.entries(options).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    [`${operation} application/json`]: (picture) => ({
      headers: { 'Content-Type': 'application/json' },
      body: json({ image_base64: picture.toString('base64'), ...options }),
    }),
    [`${operation} multipart/form-data`]: (file) => form([['file', file], ...texts]),
    [`${operation} image/*`]: asItIs('image/jpeg'),
    [`${operation} application/octet-stream`]: asItIs('application/octet-stream'),
  };
}

/** For each way a request that is answered with 200, and that holds a picture where it can. */
export const SOUND_REQUESTS: Record<string, (picture: Buffer) => Pick<Sent, 'headers' | 'body'>> = {
  'POST /predict application/json': (picture) => ({
    headers: { 'Content-Type': 'application/json' },
    body: json({ image_base64: picture.toString('base64'), confidence_threshold: 0.25, top_k: 3 }),
  }),
  'POST /predict multipart/form-data': (file) =>
    form([
      ['file', file],
      ['confidence_threshold', '0.25'],
      ['top_k', '3'],
    ]),
  'POST /predict image/*': (body) => ({ headers: { 'Content-Type': 'image/jpeg' }, body }),
  'POST /predict application/octet-stream': (body) => ({
    headers: { 'Content-Type': 'application/octet-stream' },
    body,
  }),
  'POST /predict/batch application/json': (picture) => ({
    headers: { 'Content-Type': 'application/json' },
    body: json({
      images: [
        { id: 'first', image_base64: picture.toString('base64') },
        { image_base64: picture.toString('base64') },
      ],
      confidence_threshold: 0.25,
      top_k: 3,
    }),
  }),
  'POST /predict/batch multipart/form-data': (picture) =>
    form([
      ['file', picture],
      ['file', picture],
    ]),
  ...doorsFor('POST /explain', { label: 'Bird', grid: 3 }),
  ...doorsFor('POST /explain/view', {}),
  'GET /model': () => ({ headers: {} }),
  'GET /health/live': () => ({ headers: {} }),
  'GET /health/startup': () => ({ headers: {} }),
  'GET /health/ready': () => ({ headers: {} }),
  'GET /metrics': () => ({ headers: {} }),
  'GET /v2': () => ({ headers: {} }),
  'GET /v2/health/live': () => ({ headers: {} }),
  'GET /v2/health/ready': () => ({ headers: {} }),
  'GET /v2/models/{model}': () => ({ headers: {} }),
  'GET /v2/models/{model}/versions/{version}': () => ({ headers: {} }),
  'GET /v2/models/{model}/ready': () => ({ headers: {} }),
  'GET /v2/models/{model}/versions/{version}/ready': () => ({ headers: {} }),
  'POST /v2/models/{model}/infer application/json': inferInJson,
  'POST /v2/models/{model}/infer application/octet-stream': inferInBinary,
  'POST /v2/models/{model}/versions/{version}/infer application/json': inferInJson,
  'POST /v2/models/{model}/versions/{version}/infer application/octet-stream': inferInBinary,
};

/** Every way that the document offers. */
export function waysOf(operation: Operation): Way[] {
  const mediaTypes = Object.keys(operation.bodies);
  if (mediaTypes.length === 0) return [{ operation, name: operation.name, mediaType: '' }];
  return mediaTypes.map((mediaType) => ({ operation, name: `${operation.name} ${mediaType}`, mediaType }));
}

/** @throws Error where nobody has said how to ask in this way */
export function soundRequest({ operation, name }: Way, picture: Buffer = PICTURE): Sent {
  const make = SOUND_REQUESTS[name];
  if (!make) throw new Error(`expected a sound request for ${name} in sound-requests.ts, found none`);
  const path = operation.path.replace('{model}', 'tetrapod-simulated').replace('{version}', '1.0.0');
  return { method: operation.method, path, ...make(picture) };
}
