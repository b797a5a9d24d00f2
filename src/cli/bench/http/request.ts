import type { Target } from './target.js';

interface Content {
  method: 'GET' | 'POST';
  /** Below the base path. */
  path: string;
  body?: string | Uint8Array;
  /** Of the body. */
  type?: string;
  keepAlive?: boolean;
}

/** A whole request as the bytes that go over the wire, made once and sent many times. */
export function requestBytes(
  target: Target,
  { method, path, body, type = 'application/json', keepAlive = true }: Content,
): Buffer {
  const given = new Set(target.headers.map(([name]) => name.toLowerCase()));
  const own: [string, string][] = [
    ['Host', target.authority],
    ['User-Agent', 'tetrapod-bench'],
    ['Accept', 'application/json'],
    ...(keepAlive ? [] : [['Connection', 'close'] satisfies [string, string]]),
    ...(body === undefined ? [] : [['Content-Type', type] satisfies [string, string]]),
  ];
  const content = Buffer.from(body ?? '');
  const lines = [...own.filter(([name]) => !given.has(name.toLowerCase())), ...target.headers];
  if (body !== undefined) lines.push(['Content-Length', String(content.length)]);
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`${method} ${target.basePath}${path} HTTP/1.1\r\n${head}\r\n`, 'latin1'),
    content,
  ]);
}

/** More labels than this say nothing more of whether an answer is right, and cost the client time. */
const TOP_K = 5;

/** The ways to send a picture: as base64 in JSON, as it is, or as the file of a form. */
export const DOORS = ['json', 'raw', 'form'] as const;
export type Door = (typeof DOORS)[number];

const BOUNDARY = 'tetrapod-bench-b0undary';

/** The request that asks for a picture's best labels, however sure the model is of them. */
export function predictRequest(target: Target, picture: Uint8Array, door: Door = 'json'): Buffer {
  return requestBytes(target, { method: 'POST', ...contentOf(picture, door) });
}

function contentOf(picture: Uint8Array, door: Door): Required<Pick<Content, 'path' | 'body' | 'type'>> {
  switch (door) {
    case 'json': {
      const image = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength).toString('base64');
      const body = `{"image_base64":"${image}","confidence_threshold":0,"top_k":${TOP_K}}`;
      return { path: '/predict', body, type: 'application/json' };
    }
    case 'raw':
      return {
        path: `/predict?threshold=0&top_k=${TOP_K}`,
        body: picture,
        type: 'application/octet-stream',
      };
    case 'form': {
      const part = (head: string) =>
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`);
      const body = Buffer.concat([
        part('name="confidence_threshold"'),
        Buffer.from('0\r\n'),
        part('name="top_k"'),
        Buffer.from(`${TOP_K}\r\n`),
        part('name="file"; filename="picture"\r\nContent-Type: application/octet-stream'),
        picture,
        Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
      ]);
      return { path: '/predict', body, type: `multipart/form-data; boundary=${BOUNDARY}` };
    }
  }
}
