import type { Response, Test } from 'supertest';
import type { RunningApp } from './app.js';

/** POST /predict with a picture as it is. */
export function sendRaw(
  app: RunningApp,
  bytes: Uint8Array,
  type = 'image/jpeg',
  query = '',
  path = '/predict',
): Test {
  return (
    app.http
      .post(`${path}${query}`)
      .set('Content-Type', type)
      // Node's buffers as they are, whatever the type.
      .serialize((data: unknown) => data as string)
      .send(Buffer.from(bytes) as unknown as string)
  );
}

/** POST /predict with a form: texts are fields, bytes are files. */
export function sendForm(
  app: RunningApp,
  parts: readonly (readonly [name: string, value: string | Uint8Array, filename?: string])[],
  path = '/predict',
): Test {
  let sent = app.http.post(path);
  for (const [name, value, filename = 'picture'] of parts) {
    sent =
      typeof value === 'string' ? sent.field(name, value) : sent.attach(name, Buffer.from(value), filename);
  }
  return sent;
}

/** POST /predict with the bytes of a form. */
export function sendFormBytes(app: RunningApp, body: Buffer, boundary: string, path = '/predict'): Test {
  return app.http
    .post(path)
    .set('Content-Type', `multipart/form-data; boundary=${boundary}`)
    .serialize((data: unknown) => data as string)
    .send(body as unknown as string);
}

export interface Classified {
  predictions: { label: string; confidence: number }[];
  latency_ms: number;
}

export const answerIn = ({ body }: Response) => body as Classified;
