import type { Draws } from '../draws.js';
import { bytesOf, predict, type Request } from './request-case.js';

const SIZES = [
  '0',
  '-1',
  'ffffffff',
  'ffffffffffffffff',
  'x',
  '',
  '5;ext=1',
  '00000000000000000005',
  ' 5',
  '5 ',
];

/** A request whose length, chunks or number are not what they say. */
export function mutateFraming(request: Request, draws: Draws): Buffer {
  const { body } = request;
  const bytes = bytesOf(request);
  switch (draws.below(6)) {
    case 0:
      return bytesOf(withLength(request, body.length + 1 + draws.below(1000)));
    case 1:
      return bytesOf(withLength(request, draws.below(body.length)));
    case 2:
      return Buffer.concat([bytesOf(chunked(request)), chunksOf(body, draws)]);
    case 3: {
      const chunks = chunksOf(body, draws);
      const at = draws.below(chunks.length);
      const odd = Buffer.from(`${draws.pick(SIZES)}\r\n`);
      return Buffer.concat([bytesOf(chunked(request)), chunks.subarray(0, at), odd, chunks.subarray(at)]);
    }
    case 4:
      // Two requests at once, the second one whole or not.
      return Buffer.concat([
        bytes,
        bytes.subarray(0, draws.chance(0.5) ? bytes.length : draws.below(bytes.length)),
      ]);
    default:
      return bytes.subarray(0, draws.below(bytes.length));
  }
}

function withLength(request: Request, length: number): Request {
  const others = request.headers.filter(([name]) => name !== 'Content-Length');
  return { ...request, headers: [...others, ['Content-Length', String(length)]] };
}

/** The head alone. */
function chunked({ line, headers }: Request): Request {
  const others = headers.filter(([name]) => name !== 'Content-Length');
  return { ...predict(Buffer.alloc(0)), line, headers: [...others, ['Transfer-Encoding', 'chunked']] };
}

function chunksOf(body: Buffer, draws: Draws): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const size = Math.min(body.length - at, 1 + draws.below(4000));
    chunks.push(Buffer.from(`${size.toString(16)}\r\n`), body.subarray(at, at + size), Buffer.from('\r\n'));
    at += size;
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}
