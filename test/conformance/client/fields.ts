import { ensure, Failed, show } from '../judge.js';
import type { Reply } from './http-client.js';

/** A JSON object of an answer. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** The JSON object that some bytes of an answer are; `what` names them in a Failed. */
export function readFields(bytes: Buffer, what: string): Fields {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString());
  } catch {
    throw new Failed(`${what}: expected JSON, received ${show(bytes.toString('latin1'))}`);
  }
  ensure(isFields(json), () => `${what}: expected a JSON object, received ${show(json)}`);
  return json;
}

/** The JSON object of an answer with status 200. */
export function readOk(reply: Reply, what: string): Fields {
  ensure(
    reply.status === 200,
    () => `${what}: expected status 200, received ${reply.status} ${show(reply.body.toString())}`,
  );
  return readFields(reply.body, what);
}

/**
 * Sees to it that an answer refuses: a status from 400 to 499 and `{"error": string}`
 * (inference_rest.md, "Inference Response JSON Error Object"). Returns the text.
 */
export function readRefusal(reply: Reply, what: string): string {
  ensure(
    reply.status >= 400 && reply.status <= 499,
    () => `${what}: expected it to be refused with a status 4xx, received ${reply.status}`,
  );
  const { error } = readFields(reply.body, `${what}: the refusal`);
  ensure(
    isText(error),
    () => `${what}: expected the refusal to have a text "error", received ${show(error)}`,
  );
  return error;
}
