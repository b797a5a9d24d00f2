import { fieldsOfJson } from '../json-object.js';
import { adviceFor } from '../no-answer.js';
import { workMs } from './work-time.js';

/** What a server answered for one picture. */
export interface Reply {
  /** Undefined where no answer came. */
  status: number | undefined;
  /** What is compared: the best label, or of a refusal the status and code. */
  answer: string;
  /** Of the best label, from 0 to 1. */
  confidence: number | undefined;
  /** How long the server worked on it, without waiting; NaN where it does not say so. */
  ms: number;
  /** As X-Model says it: `NAME/VERSION; kind=KIND`. */
  model: string;
}

const TIMEOUT_MS = 30_000;

/** The body that asks for all labels of a picture: as JSON, and with nothing else, which every version understands. */
export function requestBody(bytes: Uint8Array): string {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return `{"image_base64":"${image}","confidence_threshold":0}`;
}

/**
 * Asks for the best label of a picture, however sure the model is of it.
 * @param body of `requestBody`
 * @returns also where no answer comes: what went wrong is then the answer
 */
export async function ask(url: URL, headers: [string, string][], body: string): Promise<Reply> {
  try {
    const response = await fetch(`${baseOf(url)}/predict`, {
      method: 'POST',
      headers: [['Content-Type', 'application/json'], ...headers],
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const ms = workMs(response.headers.get('server-timing') ?? '');
    const model = response.headers.get('x-model') ?? '';
    return { status: response.status, ms, model, ...contentOf(response.status, text) };
  } catch (error) {
    return { status: undefined, answer: reasonOf(error), confidence: undefined, ms: NaN, model: '' };
  }
}

/** @throws Error that says what is there in place of metrics */
export async function readMetrics(url: URL, headers: [string, string][]): Promise<string> {
  const address = `${baseOf(url)}/metrics`;
  let response: Response;
  try {
    response = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Error(
      `expected metrics from ${address}, received no answer (${reasonOf(error)}): ${adviceFor(reasonOf(error), 'it failed')}`,
      {
        cause: error,
      },
    );
  }
  const text = await response.text();
  if (response.status === 200) return text;
  throw new Error(
    `expected metrics from ${address}, received ${response.status}; ` +
      'set METRICS there, send a key with the scope metrics, or judge by answers alone (--no-metrics)',
  );
}

/**
 * Sees that there is a server to judge by.
 * @throws Error where it does not answer, asks for a key, or is none
 */
export async function expectTrusted(url: URL, headers: [string, string][], body: string): Promise<void> {
  const { status, answer } = await ask(url, headers, body);
  if (status === undefined) {
    throw new Error(`no answer from ${url.href} (${answer}): ${adviceFor(answer, 'it failed')}`);
  }
  if (status === 401 || status === 403) {
    const scopes = 'predict, and metrics unless there is --no-metrics';
    throw new Error(
      `${url.href} answers ${answer}: put a key into TETRAPOD_API_KEY, with the scopes ${scopes}`,
    );
  }
  if (status === 404) {
    throw new Error(
      `no Tetrapod at ${url.href}: POST /predict is answered with ${answer}; check the address`,
    );
  }
}

function contentOf(status: number, text: string): Pick<Reply, 'answer' | 'confidence'> {
  const { predictions, code } = fieldsOfJson(text) as {
    predictions?: { label: string; confidence: number }[];
    code?: string;
  };
  if (status !== 200) return { answer: `${status} ${code ?? ''}`.trimEnd(), confidence: undefined };
  if (!Array.isArray(predictions)) return { answer: 'no predictions', confidence: undefined };
  return { answer: predictions[0]?.label ?? 'none', confidence: predictions[0]?.confidence };
}

/** fetch hides the reason one level below. */
function reasonOf(error: unknown): string {
  const { cause, name, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? (name === 'TimeoutError' ? `no answer in ${TIMEOUT_MS} ms` : message);
}

function baseOf({ href }: URL): string {
  return href.replace(/\/+$/, '');
}
