import type { Dispatcher } from 'undici';
import { Pool } from 'undici';
import { retryAfterMs } from './retry.js';
import { keepSecret, redact } from './secrets.js';
import { UpstreamFault } from './upstream-fault.js';

const CONNECT_MS = 3000;
/** Of an error that the upstream writes, so much is kept for the log. */
const LOGGED_CHARACTERS = 300;

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** From now until the last byte of the answer. */
  readonly timeoutMs: number;
  /** The longest answer that is read, in bytes. */
  readonly longest: number;
  readonly signal?: AbortSignal;
}

export interface UpstreamResponse {
  /** 2xx */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A bounded pool of connections to one server, which stay open. Every failure is an UpstreamFault. */
export class UpstreamHttp {
  private pool: Pool;
  /** Replaced, and not done yet with what was under way. */
  private readonly leaving = new Set<Pool>();
  private readonly authorization: Readonly<Record<string, string>>;

  /** @param apiKey sent with every request; empty for none */
  constructor(
    private readonly origin: string,
    private readonly connections: number,
    apiKey: string,
  ) {
    this.pool = this.open();
    this.authorization = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
    keepSecret(apiKey);
  }

  /**
   * Has further requests go over new connections: what came over one of them was the answer to something else, and so would
   * be all that comes after it. What is under way over the others ends as usual.
   */
  renew(): void {
    const old = this.pool;
    this.pool = this.open();
    this.leaving.add(old);
    void old.close().then(
      () => this.leaving.delete(old),
      // Destroyed meanwhile.
      () => undefined,
    );
  }

  private open(): Pool {
    return new Pool(this.origin, {
      connections: this.connections,
      // What is sent behind a request that hangs would hang with it.
      pipelining: 1,
      connect: { timeout: CONNECT_MS },
      // One clock runs for the whole request instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @returns the answer, if its status is 2xx
   * @throws UpstreamFault `connection`, `timeout`, `busy`, `refused`, `failed`, `cut_off`, `wrong` or `untrusted`; what the signal is aborted with
   */
  async send({ timeoutMs, signal, longest, ...request }: UpstreamRequest): Promise<UpstreamResponse> {
    signal?.throwIfAborted();
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(
        new UpstreamFault('timeout', `received no whole answer within ${Math.round(timeoutMs)} ms`),
      );
    }, timeoutMs);
    const onAbort = () => {
      controller.abort(signal!.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.exchange(request, longest, controller.signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Cuts off what is under way. */
  async close(): Promise<void> {
    await Promise.all([this.pool, ...this.leaving].map((pool) => pool.destroy()));
  }

  private async exchange(
    { method, path, headers, body }: Pick<UpstreamRequest, 'method' | 'path' | 'headers' | 'body'>,
    longest: number,
    signal: AbortSignal,
  ): Promise<UpstreamResponse> {
    const response = await this.pool
      .request({
        method,
        path,
        headers: { accept: 'application/json', ...headers, ...this.authorization },
        body: body ?? null,
        signal,
      })
      .catch((cause: unknown) => {
        throw signal.aborted ? signal.reason : noAnswer(cause);
      });
    const bytes = await readWhole(response.body, longest).catch((cause: unknown) => {
      if (signal.aborted) throw signal.reason;
      if (cause instanceof UpstreamFault) throw cause;
      throw new UpstreamFault('cut_off', `received an answer that broke off (${codeOf(cause)})`, { cause });
    });
    if (response.statusCode >= 200 && response.statusCode < 300) {
      const packing = response.headers['content-encoding'];
      if (packing === undefined || packing === 'identity') {
        return { status: response.statusCode, headers: response.headers, body: bytes };
      }
      throw new UpstreamFault('wrong', 'received an answer that is packed (Content-Encoding)');
    }
    throw otherStatus(response.statusCode, response.headers, bytes);
  }
}

async function readWhole(body: Dispatcher.ResponseData['body'], longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop early destroys the body, and its connection with it.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longest)
      throw new UpstreamFault('wrong', `received an answer of more than ${longest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function noAnswer(cause: unknown): UpstreamFault {
  const code = codeOf(cause);
  if (
    /^(CERT_|ERR_SSL_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|EPROTO$)/.test(code)
  ) {
    return new UpstreamFault('untrusted', `but there is no TLS connection to it (${code})`, { cause });
  }
  return /^(HTTPParserError|HPE_|UND_ERR_(HEADERS_OVERFLOW|RESPONSE|RES_))/.test(code)
    ? new UpstreamFault('wrong', `received something that is no HTTP answer (${code})`, { cause })
    : new UpstreamFault('connection', `but the connection failed (${code})`, { cause });
}

function otherStatus(status: number, headers: UpstreamResponse['headers'], body: Buffer): UpstreamFault {
  const kind = status === 503 || status === 429 ? 'busy' : status >= 500 ? 'failed' : 'refused';
  return new UpstreamFault(kind, `received the status ${status}`, {
    status,
    retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
    cause: new Error(`it wrote: ${printable(redact(body.toString())).slice(0, LOGGED_CHARACTERS)}`),
  });
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ');
}

function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return (code ?? name).slice(0, 40);
}
