import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { replaceHandler } from '../support/express-handler.js';
import { exchange, statuses } from '../support/raw-http.js';

const BODY = '{"image_base64":""}'; // Answered with 422.
const LENGTH = BODY.length;
const SIZE = LENGTH.toString(16);
/** Must never be run where it stands in, or behind, something that is read in two ways. */
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

const post = (headers: string, rest: string) =>
  `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${rest}`;
const chunked = (text: string, coding = 'Transfer-Encoding: chunked') =>
  post(coding, `${SIZE}\r\n${text}\r\n0\r\n\r\n${SMUGGLED}`);
const chunks = (bytes: string) => post('Transfer-Encoding: chunked', `${bytes}${SMUGGLED}`);
const model = (headers = '', rest = SMUGGLED) => `GET /model HTTP/1.1\r\nHost: x\r\n${headers}\r\n${rest}`;
const start = (line: string) => `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`;

describe('a request that two servers could read in two ways', () => {
  let app: RunningApp;
  const run: string[] = [];
  beforeAll(async () => {
    app = await startApp();
    replaceHandler(app, (original) => (request, ...rest) => {
      run.push(request.url!);
      original(request, ...rest);
    });
  });
  beforeEach(() => {
    run.length = 0;
  });
  afterAll(() => app.close());

  const REFUSED: Record<string, string> = {
    'Content-Length and Transfer-Encoding': chunked(
      BODY,
      `Content-Length: ${LENGTH}\r\nTransfer-Encoding: chunked`,
    ),
    'Transfer-Encoding and Content-Length: 0': chunked(
      BODY,
      'Transfer-Encoding: chunked\r\nContent-Length: 0',
    ),
    'two lengths': post(`Content-Length: ${LENGTH}\r\nContent-Length: 0`, BODY + SMUGGLED),
    'one length twice': post(`Content-Length: ${LENGTH}\r\nContent-Length: ${LENGTH}`, BODY + SMUGGLED),
    'a list of lengths': post(`Content-Length: ${LENGTH}, ${LENGTH}`, BODY + SMUGGLED),
    'a length with a plus': post(`Content-Length: +${LENGTH}`, BODY + SMUGGLED),
    'a length below 0': post(`Content-Length: -${LENGTH}`, BODY + SMUGGLED),
    'a length in hexadecimal': post(`Content-Length: 0x${SIZE}`, BODY + SMUGGLED),
    'a length beyond 64 bits': post(`Content-Length: ${2n ** 64n + BigInt(LENGTH)}`, BODY + SMUGGLED),
    'no digits in the length': post('Content-Length: ', SMUGGLED),
    'a space in the length': post('Content-Length: 1 9', BODY + SMUGGLED),
    'chunked in two headers': chunked(BODY, 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked'),
    'chunked, chunked': chunked(BODY, 'Transfer-Encoding: chunked, chunked'),
    'identity as transfer coding': post(
      `Transfer-Encoding: identity\r\nContent-Length: ${LENGTH}`,
      BODY + SMUGGLED,
    ),
    'gzip, chunked': chunked(BODY, 'Transfer-Encoding: gzip, chunked'),
    'chunked, gzip': chunked(BODY, 'Transfer-Encoding: chunked, gzip'),
    xchunked: chunked(BODY, 'Transfer-Encoding: xchunked'),
    'quoted "chunked"': chunked(BODY, 'Transfer-Encoding: "chunked"'),
    'chunked behind a vertical tab': chunked(BODY, 'Transfer-Encoding: \x0bchunked'),
    'chunked with a parameter': chunked(BODY, 'Transfer-Encoding: chunked;q=1'),
    'an empty transfer coding': post(`Transfer-Encoding: \r\nContent-Length: ${LENGTH}`, BODY + SMUGGLED),
    'chunks in HTTP/1.0': chunked(BODY).replace('/1.1', '/1.0'),
    'a folded header': post(`X-A: b\r\n c\r\nContent-Length: ${LENGTH}`, BODY + SMUGGLED),
    'a folded transfer coding': chunked(BODY, 'Transfer-Encoding:\r\n chunked'),
    'a first header that begins with a space': `GET /model HTTP/1.1\r\n X: y\r\nHost: x\r\n\r\n${SMUGGLED}`,
    'lines that end in LF': `GET /model HTTP/1.1\nHost: x\n\n${SMUGGLED}`,
    'one header that ends in LF': `GET /model HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n${SMUGGLED}`,
    'CR within a header': `GET /model HTTP/1.1\r\nHost: x\rX-A: b\r\n\r\n${SMUGGLED}`,
    'a space before the colon': post(`Content-Length : ${LENGTH}`, BODY + SMUGGLED),
    'a space before a name': post(`X: y\r\n Content-Length: ${LENGTH}`, BODY + SMUGGLED),
    'NUL in a value': model('X: a\0b\r\n'),
    'NUL in a name': model('X\0: a\r\n'),
    'NUL in the path': `GET /mo\0del HTTP/1.1\r\nHost: x\r\n\r\n${SMUGGLED}`,
    'a byte beyond ASCII in the path': start('GET /mod\xe9l HTTP/1.1'),
    'a header without a name': model(': a\r\n'),
    'a header without a colon': model('abc\r\n'),
    'a chunk extension that ends in LF': chunks(`${SIZE};a=b\n${BODY}\r\n0\r\n\r\n`),
    'a chunk extension of 20,000 bytes': chunks(`${SIZE};a=${'b'.repeat(20_000)}\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk size that ends in LF': chunks(`${SIZE}\n${BODY}\r\n0\r\n\r\n`),
    'a chunk size beyond 64 bits': chunks(`100000000000000${SIZE}\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk size below 0': chunks(`-1\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk size with 0x': chunks(`0x${SIZE}\r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk size with a space': chunks(`${SIZE} \r\n${BODY}\r\n0\r\n\r\n`),
    'a chunk that is longer than its size': chunks(`${SIZE}\r\n${BODY}AB\r\n0\r\n\r\n`),
    'a chunk without an end': chunks(`${SIZE}\r\n${BODY}0\r\n\r\n`),
    'a chunk that ends in LF': chunks(`${SIZE}\r\n${BODY}\n0\r\n\r\n`),
    'Content-Length as a trailer': chunks(`${SIZE}\r\n${BODY}\r\n0\r\nContent-Length: 5\r\n\r\n`),
    'two Hosts': model('Host: y\r\n'),
    'a Host that is none': `GET /model HTTP/1.1\r\nHost: a b@c/\r\n\r\n${SMUGGLED}`,
    'HTTP/2.0': start('GET /model HTTP/2.0'),
    'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'HTTP/1.2': start('GET /model HTTP/1.2'),
    'HTTP/0.9': 'GET /model\r\n\r\n',
    'a protocol in small letters': start('GET /model http/1.1'),
    'a method in small letters': start('get /model HTTP/1.1'),
    'a method that does not exist': start('BREW /model HTTP/1.1'),
    'an absolute target without a host': start('GET http:// HTTP/1.1'),
    'an absolute target with half an address': start('GET http://[ HTTP/1.1'),
    'an absolute target of another scheme': post(`Content-Length: ${LENGTH}`, BODY).replace(
      '/predict',
      'foo://x',
    ),
    'tabs in the request line': start('GET\t/model\tHTTP/1.1'),
    'the hello of TLS': '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
  };

  it.each(Object.keys(REFUSED))('is refused once, and the connection closed: %s', async (name) => {
    const answer = await exchange(app.port, REFUSED[name]!);
    expect(statuses(answer)).toEqual([400]);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toContain('"code":"malformed_request"');
    expect(run).not.toContain('/smuggled');
  });

  const ANSWERED: Record<string, [bytes: string, expected: number[]]> = {
    'chunked in capitals': [chunked(BODY, 'Transfer-Encoding: CHUNKED'), [422, 404]],
    'chunked between a tab and a space': [chunked(BODY, 'Transfer-Encoding:\tchunked '), [422, 404]],
    'a chunk extension': [chunks(`${SIZE};a=b;c="d"\r\n${BODY}\r\n0\r\n\r\n`), [422, 404]],
    'Transfer_Encoding, which is another header': [
      post(`Transfer_Encoding: chunked\r\nContent-Length: ${LENGTH}`, BODY + SMUGGLED),
      [422, 404],
    ],
    'an absolute target': [start('GET http://x/model HTTP/1.1'), [200]],
    'OPTIONS *': [start('OPTIONS * HTTP/1.1'), [404]],
    TRACE: [start('TRACE /model HTTP/1.1'), [405]],
    'a tunnel through CONNECT': [`CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n${SMUGGLED}`, [405]],
    'HTTP/1.0 without Host': ['GET /model HTTP/1.0\r\n\r\n', [200]],
    'empty lines before the request': [`\r\n\r\n${start('GET /model HTTP/1.1')}`, [200]],
    'a body of a GET, which is no request': [
      `GET /model HTTP/1.1\r\nHost: x\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}${start('GET /x HTTP/1.1')}`,
      [200, 404],
    ],
    'a change to a web socket, and bytes behind it': [
      model('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n'),
      [200],
    ],
    'a change to h2c with a body': [
      post(`Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: ${LENGTH}`, BODY + SMUGGLED),
      [422],
    ],
    'a request behind one that said Connection: close': [
      post(`Connection: close\r\nContent-Length: ${LENGTH}`, BODY + SMUGGLED),
      [422],
    ],
    '3000 headers before the Host': [
      `GET /model HTTP/1.1\r\n${'a:\r\n'.repeat(3000)}Host: x\r\nConnection: close\r\n\r\n`,
      [200],
    ],
    'a path of 15,000 bytes': [start(`GET /${'a'.repeat(15_000)} HTTP/1.1`), [404]],
    'a path of 20,000 bytes': [start(`GET /${'a'.repeat(20_000)} HTTP/1.1`), [431]],
    'trailers of 20,000 bytes': [
      chunks(`${SIZE}\r\n${BODY}\r\n0\r\nX: ${'b'.repeat(20_000)}\r\n\r\n`),
      [431],
    ],
  };

  it.each(Object.keys(ANSWERED))('is answered once, where it can only mean one thing: %s', async (name) => {
    const [bytes, expected] = ANSWERED[name]!;
    expect(statuses(await exchange(app.port, bytes))).toEqual(expected);
    const isBehind = expected.length === 2 && !name.includes('GET');
    expect(run.includes('/smuggled')).toBe(isBehind);
  });
});
