import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Failed } from '../judge.js';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind the URL of the server, with a slash at its beginning. */
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
  /** Sent in pieces, without Content-Length. */
  isChunked?: boolean;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Whether the request went over a connection that had carried another before. */
  isReused: boolean;
}

export interface HttpClientOptions {
  /** The server, with a path where the protocol does not begin at its root. */
  url: string;
  /** Sent with every request. */
  headers: Record<string, string>;
  /** How long one answer may take before the server is said to hang. */
  timeoutMs: number;
}

/** Sends requests over connections that stay open, and reads whole answers; everything else is a Failed. */
export class HttpClient {
  private readonly agent: http.Agent;

  constructor(
    private readonly options: HttpClientOptions,
    connections = 16,
  ) {
    const { Agent } = options.url.startsWith('https:') ? https : http;
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** A further client for the same server with a single connection of its own. */
  single(): HttpClient {
    return new HttpClient(this.options, 1);
  }

  async send(asked: HttpRequest): Promise<Reply> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const what = `${asked.method} ${asked.path}`;
    for (;;) {
      const { request, isReused } = this.open(asked, deadline);
      try {
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        const body = Buffer.concat((await response.toArray()) as Buffer[]);
        if (!response.complete) throw new Error('it broke off');
        return { status: response.statusCode!, headers: response.headers, body, isReused: isReused() };
      } catch (error) {
        if (deadline.aborted)
          throw new Failed(`${what}: no whole answer within ${this.options.timeoutMs} ms`);
        // A server may close a connection that rested just as it is used again; that says nothing of its answers.
        if (isReused() && (error as NodeJS.ErrnoException).code === 'ECONNRESET') continue;
        throw new Failed(`${what}: no whole answer: ${(error as Error).message}`);
      }
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private open({ method, path, headers, body, isChunked }: HttpRequest, signal: AbortSignal) {
    const { request: open } = this.options.url.startsWith('https:') ? https : http;
    const request = open(this.options.url.replace(/\/$/, '') + path, {
      method,
      agent: this.agent,
      signal,
      headers: {
        ...this.options.headers,
        ...(body && !isChunked && { 'Content-Length': body.length }),
        ...headers,
      },
    });
    if (body && isChunked) {
      const half = Math.ceil(body.length / 2);
      request.write(body.subarray(0, half));
      request.write(body.subarray(half));
    } else if (body) request.write(body);
    request.end();
    return { request, isReused: () => request.reusedSocket };
  }
}
