import type { Target } from './target.js';

interface Content {
  method: 'GET' | 'POST';
  /** Below the base path. */
  path: string;
  body?: string;
  keepAlive?: boolean;
}

/** A whole request as the bytes that go over the wire, made once and sent many times. */
export function requestBytes(target: Target, { method, path, body, keepAlive = true }: Content): Buffer {
  const given = new Set(target.headers.map(([name]) => name.toLowerCase()));
  const own: [string, string][] = [
    ['Host', target.authority],
    ['User-Agent', 'tetrapod-bench'],
    ['Accept', 'application/json'],
    ...(keepAlive ? [] : [['Connection', 'close'] satisfies [string, string]]),
    ...(body === undefined ? [] : [['Content-Type', 'application/json'] satisfies [string, string]]),
  ];
  const lines = [...own.filter(([name]) => !given.has(name.toLowerCase())), ...target.headers];
  if (body !== undefined) lines.push(['Content-Length', String(Buffer.byteLength(body))]);
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`${method} ${target.basePath}${path} HTTP/1.1\r\n${head}\r\n`, 'latin1'),
    Buffer.from(body ?? ''),
  ]);
}

/** More labels than this say nothing more of whether an answer is right, and cost the client time. */
const TOP_K = 5;

/** The request that asks for a picture's best labels, however sure the model is of them. */
export function predictRequest(target: Target, picture: Uint8Array): Buffer {
  const image = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength).toString('base64');
  const body = `{"image_base64":"${image}","confidence_threshold":0,"top_k":${TOP_K}}`;
  return requestBytes(target, { method: 'POST', path: '/predict', body });
}
