import type { Region } from './heat.js';
import type { Model } from './model-card.js';
import type { Picture } from './picture.js';
import { isGatewayFailure, ownProblem, problemOf, type Problem } from './problem.js';
import { parseServerTiming, type StageTime } from './server-timing.js';
import type { Prediction } from './threshold.js';

/** The server did not answer, or only something in front of it did. */
export class Unreachable extends Error {}

/** The server answered with a problem. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** The answer of POST /predict, and what the page knows of it besides. */
export interface Answer {
  readonly predictions: readonly Prediction[];
  readonly latencyMs: number;
  readonly timings: readonly StageTime[];
  /** From sending to the last byte of the answer. */
  readonly roundTripMs: number;
  readonly requestId: string;
  /** What was asked, for the snippets. */
  readonly url: string;
  readonly hadKey: boolean;
}

/** The answer of POST /explain. */
export interface Explanation {
  readonly label: string;
  readonly confidence: number;
  readonly importance: readonly (readonly number[])[];
  readonly view: { readonly region: Region };
  readonly overlay: { readonly png_base64: string };
  readonly latency_ms: number;
}

/** More labels than anybody reads; the threshold is 0, so that the page can filter without asking again. */
const QUESTION = 'predict?threshold=0&top_k=20';
/** A probe that hangs is no answer. */
const PROBE_TIMEOUT_MS = 5000;

const UNREADABLE = ownProblem(
  'The browser cannot read the file',
  'It was changed, moved or removed after it was given, or it is a folder. Give it once more.',
);

/** The server that the page came from, below the same path: there may be a proxy with a prefix of its own. */
export class Server {
  /** @param key that is shown where there is one */
  constructor(private readonly key: () => string | undefined) {}

  /** @throws Unreachable, Refused */
  async model(): Promise<Model> {
    return (await (await this.ask('model')).json()) as Model;
  }

  /** @throws Unreachable, Refused */
  async classify(picture: Picture): Promise<Answer> {
    const url = addressOf(QUESTION);
    const hadKey = this.key() !== undefined;
    const start = performance.now();
    const response = await this.ask(QUESTION, picture);
    const body = (await received(response.json())) as { predictions: Prediction[]; latency_ms: number };
    const roundTripMs = performance.now() - start;
    const { headers } = response;
    return {
      predictions: body.predictions,
      latencyMs: body.latency_ms,
      timings: parseServerTiming(headers.get('Server-Timing')),
      requestId: headers.get('X-Request-Id') ?? '',
      ...{ roundTripMs, url, hadKey },
    };
  }

  /** @returns what the model sees, as a PNG @throws Unreachable, Refused */
  async view(picture: Picture): Promise<Blob> {
    return received((await this.ask('explain/view', picture)).blob());
  }

  /** @throws Unreachable, Refused */
  async explain(picture: Picture, label: string): Promise<Explanation> {
    const response = await this.ask(`explain?label=${encodeURIComponent(label)}`, picture);
    return (await received(response.json())) as Explanation;
  }

  /** @returns undefined where the server takes requests, and otherwise why not */
  async whyNotReady(): Promise<string | undefined> {
    try {
      await this.ask('health/ready', undefined, AbortSignal.timeout(PROBE_TIMEOUT_MS));
      return undefined;
    } catch (error) {
      return error instanceof Refused ? error.problem.detail : 'It does not answer.';
    }
  }

  private async ask(path: string, picture?: Picture, signal?: AbortSignal): Promise<Response> {
    const key = this.key();
    // Not Authorization, which a proxy in front may want for itself.
    const headers = {
      ...(key === undefined ? {} : { 'X-API-Key': key }),
      ...(picture ? { 'Content-Type': picture.mediaType } : {}),
    };
    const response = await received(
      fetch(addressOf(path), {
        headers,
        cache: 'no-store',
        signal: signal ?? null,
        ...(picture ? { method: 'POST', body: picture.blob } : {}),
      }),
    ).catch(async (error: unknown) => {
      // A browser says of a file that is gone what it says of a server that is.
      if (picture && !(await isReadable(picture))) throw new Refused(UNREADABLE);
      throw error;
    });
    if (response.ok) return response;
    const failed = {
      status: response.status,
      contentType: response.headers.get('Content-Type'),
      requestId: response.headers.get('X-Request-Id'),
      retryAfter: response.headers.get('Retry-After'),
      text: await received(response.text()),
    };
    if (isGatewayFailure(failed)) throw new Unreachable();
    throw new Refused(problemOf(failed));
  }
}

function addressOf(path: string): string {
  return new URL(path, location.href).href;
}

async function isReadable({ blob }: Picture): Promise<boolean> {
  return blob
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

/** Waits for the network, which fails with errors of the browser's own. */
async function received<T>(pending: Promise<T>): Promise<T> {
  try {
    return await pending;
  } catch (cause) {
    throw new Unreachable('the connection failed', { cause });
  }
}
