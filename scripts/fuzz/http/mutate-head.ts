import type { Draws } from '../draws.js';
import type { Request } from './request-case.js';

const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'post', ''],
  ...['M-SEARCH', 'PRI', 'QUERY', 'X'.repeat(300)],
];

const PATHS = [
  ...[
    '/predict',
    '/predict/',
    '//predict',
    '/predict?x=1',
    '/PREDICT',
    '/model',
    '/health/live',
    '/health/ready',
  ],
  ...[
    '/health/startup',
    '/docs',
    '/docs/',
    '/docs-json',
    '/docs/swagger-ui.css',
    '/docs/../model',
    '/',
    '*',
    '',
  ],
  ...[
    '/%',
    '/%00',
    '/%ff%fe',
    '/docs/%2e%2e/%2e%2e/package.json',
    'http://localhost/model',
    '/a'.repeat(9000),
  ],
  ...['/\u00e9', '/docs/%E0%A4%A', '/predict#x', '/predict HTTP/1.1', '/docs/swagger-ui-bundle.js.map'],
];

const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/9.9',
  'http/1.1',
  'HTTP',
  '',
];

const HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Type', 'application/json; charset=utf-8'],
  ['Content-Type', 'application/json; charset=latin1'],
  ['Content-Type', 'text/plain'],
  ['Content-Type', ''],
  ['Content-Type', 'application/json;;;=,'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'identity'],
  ['Content-Length', '0'],
  ['Content-Length', '-1'],
  ['Content-Length', '99999999999999999999'],
  ['Content-Length', '20971521'],
  ['Content-Length', '0x10'],
  ['Transfer-Encoding', 'chunked'],
  ['Transfer-Encoding', 'gzip, chunked'],
  ['Transfer-Encoding', 'identity'],
  ['Expect', '100-continue'],
  ['Expect', '200-ok'],
  ['Connection', 'close'],
  ['Connection', 'upgrade'],
  ['Upgrade', 'websocket'],
  ['Upgrade', 'h2c'],
  ['Host', ''],
  ['Host', 'a b'],
  ['Host', 'x'.repeat(3000)],
  ['X-Request-Id', 'x'.repeat(200)],
  ['X-Request-Id', '\u00e9\t"'],
  ['Cookie', 'c'.repeat(17_000)],
  ['Accept-Encoding', 'gzip, br'],
  ['Range', 'bytes=0-10'],
  ['Range', 'bytes=99999999-'],
  ['If-None-Match', '*'],
  ['If-Match', '"x"'],
  ['If-Modified-Since', 'Thu, 01 Jan 2099 00:00:00 GMT'],
  ['If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['Origin', 'https://example.org'],
  ['X-Forwarded-For', '1.2.3.4, ::1, x'],
  ['Bad Name', 'x'],
  ['', 'x'],
  ['X\u0000', 'x'],
  ['X-Fold', 'a\r\n b'],
  ['X-Control', 'a\u0001b'],
  ['Trailer', 'X'],
  ['Te', 'trailers'],
];

/** Another method, path, version or header, one to three of them. */
export function mutateHead({ line, headers, body }: Request, draws: Draws): Request {
  let changed = [...headers];
  let [method = '', path = '', version = ''] = line.split(' ');
  for (let count = 1 + draws.below(3); count > 0; count--) {
    switch (draws.below(6)) {
      case 0:
        method = draws.pick(METHODS);
        break;
      case 1:
        path = draws.pick(PATHS);
        break;
      case 2:
        if (draws.chance(0.4)) version = draws.pick(VERSIONS);
        else method = 'GET';
        break;
      case 3:
        changed = changed.filter((_, i) => i !== draws.below(changed.length));
        break;
      default: {
        const header = draws.pick(HEADERS);
        // Beside the one that is there, or in its place.
        if (draws.chance(0.6)) changed = changed.filter(([name]) => name !== header[0]);
        changed.splice(draws.below(changed.length + 1), 0, header);
      }
    }
  }
  const withBody = method !== 'GET' || draws.chance(0.2);
  return {
    line: `${method} ${path} ${version}`,
    headers: withBody ? changed : changed.filter(([name]) => name !== 'Content-Length'),
    body: withBody ? body : Buffer.alloc(0),
  };
}
