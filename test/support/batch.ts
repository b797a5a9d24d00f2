import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import type { Response } from 'supertest';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import type { RunningApp } from './app.js';
import type { Problem } from './problem.js';

export const PICTURE = { image_base64: EXAMPLE_PICTURE };
/** The same, as bytes. */
export const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
/** The body of a batch of so many pictures, all of them the same. */
export const frogs = (count: number) => ({ images: new Array<object>(count).fill(PICTURE) });

export interface BatchResult {
  index: number;
  id?: string;
  status: number;
  predictions?: { label: string; confidence: number }[];
  latency_ms?: number;
  problem?: Problem & { status: number; request_id: string; queue?: object };
}

export interface BatchAnswer {
  results: BatchResult[];
  counts: { total: number; succeeded: number; failed: number };
}

export const batchIn = ({ body }: Response) => body as BatchAnswer;

/** POST /predict/batch with a JSON body. */
export const postBatch = ({ http }: RunningApp, body: object) => http.post('/predict/batch').send(body);

/** A batch whose head the server has let in, and which it now waits for: `end` sends it the body, a JSON text. */
export async function batchToSend(
  { port }: RunningApp,
  body: string,
  headers: Record<string, string> = {},
): Promise<ClientRequest> {
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/predict/batch',
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      Expect: '100-continue',
      ...headers,
    },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  return sent;
}
