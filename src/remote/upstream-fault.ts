import type { InferenceTarget } from '../config/inference-url.js';
import { AppError } from '../errors.js';

/**
 * Why there is no answer from the upstream.
 * - `connection`: the connection failed before any of an answer came
 * - `timeout`: there was no whole answer in time
 * - `busy`: it answered 503 or 429
 * - `refused`: it answered another status that is not 2xx and below 500
 * - `failed`: it answered another 5xx
 * - `cut_off`: its answer broke off
 * - `wrong`: what it answered is not what the protocol and its metadata say
 * - `untrusted`: there is no TLS connection, most often because its certificate is not trusted
 * - `open`: it was not asked, because the last calls failed (circuit-breaker.ts)
 * - `unfit`: it was not asked, because it has not been found to have the right model yet
 */
export type FaultKind =
  | 'connection'
  | 'timeout'
  | 'busy'
  | 'refused'
  | 'failed'
  | 'cut_off'
  | 'wrong'
  | 'untrusted'
  | 'open'
  | 'unfit';

/** What a server says of one request that it dislikes, be it for a picture in it; other refusals are meant for all. */
const DISLIKES: readonly (number | undefined)[] = [400, 413, 415, 422];

interface FaultOptions {
  cause?: unknown;
  status?: number;
  /** What it asks to wait for, in milliseconds. */
  retryAfterMs?: number | undefined;
}

export class UpstreamFault extends Error {
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  /** @param received what came in place of an answer; it holds nothing that the upstream wrote itself */
  constructor(
    readonly kind: FaultKind,
    received: string,
    { cause, status, retryAfterMs }: FaultOptions = {},
  ) {
    super(received, { cause });
    this.name = 'UpstreamFault';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether a batch that ends so may be right in part: each of its pictures is worth being sent alone. */
  get isOfBatch(): boolean {
    return this.isDislike || ['failed', 'cut_off', 'wrong'].includes(this.kind);
  }

  /** Whether it is there, and dislikes what it was asked. */
  get isDislike(): boolean {
    return this.kind === 'refused' && DISLIKES.includes(this.status);
  }

  /** Whether it refuses whatever it is asked for: for want of a key, or because there is nothing at the address. */
  get isShutOut(): boolean {
    return this.kind === 'refused' && !this.isDislike;
  }

  /** Whether it is well and has too much to do just now. */
  get isShedding(): boolean {
    return this.kind === 'busy' && (this.status === 429 || this.retryAfterMs !== undefined);
  }
}

const REMEDIES: Record<FaultKind, string> = {
  connection: 'send it once more in a while',
  timeout: 'send it once more in a while, or with a longer deadline',
  busy: 'send it once more in a while',
  refused: 'ask the operator, who finds what it wrote in the log',
  failed: 'send it once more in a while; if that fails as well, ask the operator',
  wrong: 'send it once more in a while; if that fails as well, ask the operator',
  cut_off: 'send it once more in a while; if that fails as well, ask the operator',
  untrusted:
    'ask the operator, who names the authority of its certificate in NODE_EXTRA_CA_CERTS, or mends certificate or address',
  open: 'send it once more in a while',
  unfit: 'send it once more in a while; /health/ready says what is missing',
};

/** The problem for the client, which names the upstream and never its credentials. */
export function toProblemOf({ host, model }: InferenceTarget, fault: UpstreamFault): AppError {
  const detail = `expected an answer from the inference server ${host} for its model ${model}, ${fault.message}; ${REMEDIES[fault.kind]}`;
  return new AppError(fault.kind === 'timeout' ? 'upstream_timeout' : 'upstream_failed', detail, {
    cause: fault,
    headers: retryAfter(fault),
  });
}

/** What the upstream asks for when it sheds load, or how long it is not asked at all; a client that waits for that helps. */
function retryAfter({ kind, retryAfterMs }: UpstreamFault): Record<string, string> {
  if (retryAfterMs === undefined || (kind !== 'busy' && kind !== 'open')) return {};
  return { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) };
}
