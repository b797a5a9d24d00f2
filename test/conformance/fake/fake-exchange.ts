import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Complaint } from './refusal.js';

/** A request as it came, and what has been read of it. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** How many requests for inference the server has had, with this one; 0 where it is none yet. */
  nth: number;
  /** How many rows the request has; 0 where none were read. */
  rows: number;
}

/** What goes back. A header of `undefined` is not sent, though the server would. */
export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  /** Sent as JSON; a string as it is. */
  body: unknown;
  /** Bytes behind the JSON. */
  tail: Buffer;
  /** What the request was refused for. */
  complaint?: Complaint;
}

/** Where a test makes the server do wrong; a server without faults follows the protocol and its two extensions. */
export interface Faults {
  /** Comes before anything is read of the request; true where it has seen to the answer itself (or to none). */
  seize?: (asked: Asked, response: ServerResponse) => boolean | Promise<boolean>;
  /** Changes a finished answer before it is written; also where it is a refusal. */
  answer?: (answer: Answer, asked: Asked) => Answer | Promise<Answer>;
}

/** An answer of JSON alone. */
export const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: {},
  body,
  tail: Buffer.alloc(0),
});

export function write(response: ServerResponse, { status, headers, body, tail }: Answer): void {
  const text = Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
  const all: Answer['headers'] = {
    'Content-Type': tail.length > 0 ? 'application/octet-stream' : 'application/json',
    'Content-Length': String(text.length + tail.length),
    ...(tail.length > 0 && { 'Inference-Header-Content-Length': String(text.length) }),
    ...headers,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) response.setHeader(name, value);
  response.writeHead(status).end(Buffer.concat([text, tail]));
}
