import { Connection, NoAnswerError } from './http/connection.js';
import { predictRequest, requestBytes, type Door } from './http/request.js';
import type { Answer } from './http/response-reader.js';
import { addressOf, type Target } from './http/target.js';
import { readPredictions } from './load/answer.js';
import type { Load } from './load/step.js';
import { fieldsOfJson } from '../json-object.js';
import { adviceFor } from '../no-answer.js';
import type { Picture } from './pictures.js';

const TIMEOUT_MS = 30_000;

export interface ModelName {
  name: string;
  version: string;
  kind: string;
}

/**
 * Sees that there is a Tetrapod which answers every picture, before it is put under load, and keeps its answers:
 * those under load have to be the same.
 *
 * @throws Error that says what is there instead
 */
export async function prepareLoad(
  target: Target,
  pictures: readonly Picture[],
  door: Door,
): Promise<{ load: Load; model: ModelName }> {
  const connection = new Connection(target);
  try {
    const { labels, ...model } = await readModel(connection, target);
    const load: Load = { target, labels, requests: [], expected: [] };
    const known = new Set(labels);
    for (const { name, bytes } of pictures) {
      const request = predictRequest(target, bytes, door);
      const { status, body } = await ask(connection, target, request);
      if (status !== 200) throw new Error(`${name}: the server answers ${status}${reasonIn(body)}`);
      try {
        load.expected.push(readPredictions(body, known));
      } catch (error) {
        throw new Error(`${name}: the server answers wrongly: ${(error as Error).message}`, { cause: error });
      }
      load.requests.push(request);
    }
    return { load, model };
  } finally {
    connection.close();
  }
}

async function readModel(connection: Connection, target: Target): Promise<ModelName & { labels: string[] }> {
  const request = requestBytes(target, { method: 'GET', path: '/model' });
  const { status, body } = await ask(connection, target, request);
  const { name, version, kind, labels } = fieldsOfJson(body.toString());
  if (status === 200 && Array.isArray(labels) && labels.every((label) => typeof label === 'string')) {
    return { name: String(name), version: String(version), kind: String(kind), labels };
  }
  if (status === 401 || status === 403) {
    throw new Error(
      `${addressOf(target)} answers ${status}${reasonIn(body)}; put a key with the scope predict into TETRAPOD_API_KEY`,
    );
  }
  const answer = status === 200 ? 'something else' : `${status}${reasonIn(body)}`;
  throw new Error(
    `no Tetrapod at ${addressOf(target)}: expected the labels from GET /model, received ${answer}; ` +
      'check the address, which is that of the server and not of a path below it',
  );
}

async function ask(connection: Connection, target: Target, request: Uint8Array): Promise<Answer> {
  try {
    return await connection.exchange(request, TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    const { code, message } = error;
    throw new Error(`no answer from ${addressOf(target)} (${code}): ${adviceFor(code, message)}`, {
      cause: error,
    });
  }
}

/** What a problem document (RFC 9457) says; nothing where it is none. */
function reasonIn(body: Buffer): string {
  const { code, detail } = fieldsOfJson(body.toString());
  return typeof code === 'string' && typeof detail === 'string' ? ` ${code}: ${detail}` : '';
}
