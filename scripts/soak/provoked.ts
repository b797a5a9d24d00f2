import { deflateSync } from 'node:zlib';
import { requestBytes } from '../../src/cli/bench/http/request.js';
import type { Target } from '../../src/cli/bench/http/target.js';
import { concat, u8 } from '../pictures/bytes.js';
import { withSize } from '../pictures/jpeg-segments.js';
import { pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';

/** A request that has to be refused, or is none of a picture. */
export interface Provoked {
  what: string;
  bytes: Uint8Array;
  /** The answer that docs/errors.md promises, such as `400 malformed_json`. */
  wanted: string;
}

const ENORMOUS = 60_000;

/**
 * Wrong requests, pictures that are none, bombs, and a few right requests that classify nothing.
 * @param jpeg a small one
 */
export function provokedRequests(target: Target, jpeg: Uint8Array): Provoked[] {
  const get = (path: string) => requestBytes(target, { method: 'GET', path });
  const post = (body: string, path = '/predict') => requestBytes(target, { method: 'POST', path, body });
  const picture = (bytes: Uint8Array) =>
    post(JSON.stringify({ image_base64: Buffer.from(bytes).toString('base64') }));
  const raw = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const host = `Host: ${target.authority}`;
  const half = jpeg.subarray(0, jpeg.length >> 1);
  const head = (width: number, height: number) => concat(pngSignature, pngHeader(width, height, 8, 2));
  const end = pngChunk('IEND', u8());
  const zeros = pngChunk('IDAT', deflateSync(new Uint8Array(50_000_000), { level: 9 }));

  return [
    { what: 'GET /health/ready', bytes: get('/health/ready'), wanted: '200' },
    { what: 'GET /model', bytes: get('/model'), wanted: '200' },
    { what: 'an unknown path', bytes: get('/frogs'), wanted: '404 not_found' },
    { what: 'GET /predict', bytes: get('/predict'), wanted: '405 method_not_allowed' },
    { what: 'no JSON', bytes: post('{"image_base64":'), wanted: '400 malformed_json' },
    { what: 'deep JSON', bytes: post('['.repeat(100_000)), wanted: '400 malformed_json' },
    { what: 'a wrong field', bytes: post('{"image":"AAAA"}'), wanted: '400 validation_failed' },
    { what: 'no base64', bytes: post('{"image_base64":"!!!!"}'), wanted: '400 invalid_base64' },
    { what: 'no bytes', bytes: post('{"image_base64":""}'), wanted: '422 image_empty' },
    {
      what: 'text for a picture',
      bytes: picture(Buffer.from('not a picture, and long enough to be looked at')),
      wanted: '415 unsupported_image_format',
    },
    { what: 'half a JPEG', bytes: picture(half), wanted: '422 image_corrupt' },
    {
      what: 'a JPEG that claims 3.6 gigapixels',
      bytes: picture(withSize(jpeg, ENORMOUS, ENORMOUS)),
      wanted: '422 image_too_large',
    },
    {
      what: 'a PNG that claims 3.6 gigapixels',
      bytes: picture(concat(head(ENORMOUS, ENORMOUS), pngChunk('IDAT', deflateSync(u8(0))), end)),
      wanted: '422 image_too_large',
    },
    {
      what: 'a PNG of 49 megapixels with the data of one',
      bytes: picture(concat(head(7000, 7000), pngChunk('IDAT', deflateSync(u8(0, 1, 2, 3))), end)),
      wanted: '422 image_corrupt',
    },
    {
      what: 'a PNG of 49 megapixels with data for a third',
      bytes: picture(concat(head(7000, 7000), zeros, end)),
      wanted: '422 image_corrupt',
    },
    {
      what: 'a body of another type',
      bytes: raw('POST /predict HTTP/1.1', host, 'Content-Type: text/plain', 'Content-Length: 0'),
      wanted: '415 unsupported_media_type',
    },
    {
      what: 'a body that announces a gigabyte',
      bytes: raw(
        'POST /predict HTTP/1.1',
        host,
        'Content-Type: application/json',
        'Expect: 100-continue',
        'Content-Length: 1000000000',
      ),
      wanted: '413 payload_too_large',
    },
    {
      what: 'headers of 20 kB',
      bytes: raw('GET /model HTTP/1.1', host, `X-Long: ${'x'.repeat(20_000)}`),
      wanted: '431 headers_too_large',
    },
    { what: 'no HTTP', bytes: raw('HELO frog.test'), wanted: '400 malformed_request' },
  ];
}
