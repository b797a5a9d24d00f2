import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedFile {
  bytes: Buffer;
  etag?: string;
  headers?: Record<string, string>;
}

/** Answers one request instead of the server; `serve` is what the server would have done. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse, serve: () => void) => void;

export interface SeenRequest {
  path: string;
  range: string | undefined;
  ifRange: string | undefined;
  authorization: string | undefined;
}

/** A web server on 127.0.0.1 that serves files with ranges and ETags, and misbehaves on demand. */
export class FakeServer {
  readonly requests: SeenRequest[] = [];
  readonly files = new Map<string, ServedFile>();
  readonly routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  readonly #next = new Map<string, Misbehaviour[]>();
  readonly #always = new Map<string, Misbehaviour>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url!, this.origin).pathname);
      const { range, authorization } = request.headers;
      this.requests.push({
        path,
        range,
        authorization,
        ifRange: request.headers['if-range'] as string | undefined,
      });
      const serve = () => {
        this.#serve(path, request, response);
      };
      const misbehave = this.#next.get(path)?.shift() ?? this.#always.get(path);
      if (misbehave === undefined) serve();
      else misbehave(request, response, serve);
    });
  }

  static async start(): Promise<FakeServer> {
    const server = new FakeServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What happens to the next requests for a path, in order. */
  next(path: string, ...misbehaviours: Misbehaviour[]): void {
    this.#next.set(path, [...(this.#next.get(path) ?? []), ...misbehaviours]);
  }

  always(path: string, misbehaviour: Misbehaviour): void {
    this.#always.set(path, misbehaviour);
  }

  /** The requests for a path. */
  seen(path: string): SeenRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(path: string, request: IncomingMessage, response: ServerResponse): void {
    const route = this.routes.get(path);
    if (route !== undefined) {
      route(request, response);
      return;
    }
    const file = this.files.get(path);
    if (file === undefined) response.writeHead(404).end('Not found');
    else serveFile(file, request, response);
  }
}

function serveFile(
  { bytes, etag, headers }: ServedFile,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const all = { ...headers, ...(etag === undefined ? {} : { etag }) };
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const condition = request.headers['if-range'];
  if (start === 0 || (condition !== undefined && condition !== etag)) {
    response.writeHead(200, { ...all, 'content-length': bytes.length }).end(bytes);
  } else if (start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  } else {
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    const length = bytes.length - start;
    response
      .writeHead(206, { ...all, 'content-range': range, 'content-length': length })
      .end(bytes.subarray(start));
  }
}
