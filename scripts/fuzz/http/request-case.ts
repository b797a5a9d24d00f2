import { IMAGE_FORMATS } from '../../../src/decoding/formats.js';
import { Draws } from '../draws.js';
import { ANY_BYTES } from '../mutate/any-bytes.js';
import { mutatedPicture } from '../mutate/mutate-picture.js';
import type { Seeds } from '../seeds.js';
import { mutateBase64, mutateJson } from './mutate-body.js';
import { mutateForm, mutateQuery } from './mutate-form.js';
import { mutateHead } from './mutate-head.js';
import { mutateFraming } from './mutate-framing.js';

/** The bytes of a request as a client would send them, and what may come of it. */
export interface RequestCase {
  readonly kind: string;
  /** Sent one after the other, each in a write of its own. */
  readonly chunks: readonly Buffer[];
  /**
   * `answer`: it is HTTP, so that an answer has to come. `any`: an answer or the end of the connection. `none`: the client
   * goes away in the middle.
   */
  readonly expects: 'answer' | 'any' | 'none';
}

/** Method and path, headers, and the body that belongs to them. */
export interface Request {
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** How often each kind comes, of 100. */
const KINDS = [
  ['picture', 22],
  ['batch', 4],
  ['raw', 8],
  ['form', 10],
  ['base64', 8],
  ['json', 10],
  ['head', 16],
  ['framing', 12],
  ['bytes', 8],
  ['abort', 2],
] as const;

/** A case by its number alone. */
export function requestCase(seeds: Seeds, seed: number, index: number): RequestCase {
  const draws = new Draws(seed, index);
  const kind = kindOf(draws.below(100));
  const format = draws.pick(IMAGE_FORMATS);
  const picture = mutatedPicture(format, seeds[format], draws);
  const whole = predict(Buffer.from(JSON.stringify({ image_base64: picture.toString('base64') })));
  switch (kind) {
    case 'picture':
      return { kind, chunks: pieces(bytesOf(whole), draws), expects: 'answer' };
    case 'raw': {
      const query = mutateQuery(draws);
      const raw = predict(picture, {
        type: draws.pick(['image/png', 'image/*', 'application/octet-stream']),
        query,
      });
      return { kind, chunks: pieces(bytesOf(raw), draws), expects: 'answer' };
    }
    case 'form': {
      const { body, type } = mutateForm(picture, draws);
      return { kind, chunks: pieces(bytesOf(predict(body, { type })), draws), expects: 'answer' };
    }
    case 'batch': {
      const damaged = `{"id":"1","image_base64":"${mutateBase64(picture.toString('base64'), draws)}"}`;
      const sound = Buffer.from(`{"images":[${whole.body.toString()},${damaged}]}`);
      const body = draws.chance(0.5) ? sound : mutateJson(sound, draws);
      const batch = predict(body, { path: '/predict/batch' });
      const accept = ['Accept', draws.pick(['*/*', 'application/x-ndjson', 'text/csv'])] as const;
      const asked = { ...batch, headers: [...batch.headers, accept] };
      return { kind, chunks: pieces(bytesOf(asked), draws), expects: 'answer' };
    }
    case 'base64': {
      const text = mutateBase64(picture.toString('base64'), draws);
      const body = Buffer.from(`{"image_base64":"${text}","confidence_threshold":0}`, 'latin1');
      return { kind, chunks: pieces(bytesOf(predict(body)), draws), expects: 'answer' };
    }
    case 'json':
      return {
        kind,
        chunks: pieces(bytesOf(predict(mutateJson(whole.body, draws))), draws),
        expects: 'answer',
      };
    case 'head':
      return { kind, chunks: pieces(bytesOf(mutateHead(whole, draws)), draws), expects: 'any' };
    case 'framing':
      return { kind, chunks: pieces(mutateFraming(whole, draws), draws), expects: 'any' };
    case 'bytes': {
      let bytes = bytesOf(whole);
      for (let count = 1 + draws.below(3); count > 0 && bytes.length > 0; count--) {
        // Mostly in the head, which is a small part of it.
        const end = draws.chance(0.7) ? Math.min(200, bytes.length) : bytes.length;
        bytes = Buffer.concat([draws.pick(ANY_BYTES)(bytes.subarray(0, end), draws), bytes.subarray(end)]);
      }
      return { kind, chunks: pieces(bytes, draws), expects: 'any' };
    }
    case 'abort': {
      const bytes = bytesOf(whole);
      return { kind, chunks: [bytes.subarray(0, draws.below(bytes.length))], expects: 'none' };
    }
  }
}

/** A request with its length, as any client would send it. */
export function predict(
  body: Buffer,
  { path = '/predict', type = 'application/json', query = '' } = {},
): Request {
  return {
    line: `POST ${path}${query} HTTP/1.1`,
    headers: [
      ['Host', 'localhost'],
      ['Content-Type', type],
      ['Content-Length', String(body.length)],
    ],
    body,
  };
}

export function bytesOf({ line, headers, body }: Request): Buffer {
  const head = [line, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function kindOf(draw: number): (typeof KINDS)[number][0] {
  let sum = 0;
  return KINDS.find(([, share]) => (sum += share) > draw)![0];
}

/** Mostly in one write, sometimes in a few. */
function pieces(bytes: Buffer, draws: Draws): Buffer[] {
  const chunks: Buffer[] = [];
  let rest = bytes;
  while (rest.length > 1 && chunks.length < 5 && draws.chance(0.2)) {
    const cut = 1 + draws.below(rest.length - 1);
    chunks.push(rest.subarray(0, cut));
    rest = rest.subarray(cut);
  }
  return [...chunks, rest];
}
