import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../src/cli/cli-error.js';
import { PullError } from '../../src/cli/pull/pull-error.js';
import { pullModel, type PulledModel, type PullOptions } from '../../src/cli/pull/pull-model.js';
import type { Clock } from '../../src/cli/pull/retry.js';
import type { PullReporter } from '../../src/cli/pull/pull-progress.js';

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

/**
 * Resolves once the reader has taken what was sent. What is on the way when a connection ends is lost, so a test that
 * counts on the bytes gives `PullRun.took`; for a reader that is another process, 40 ms have to do.
 */
export type Taken = () => Promise<unknown>;
const soon: Taken = () => sleep(40);

/** Sends the right head and only `count` bytes of the body, then cuts the connection. */
export const dropAfter =
  (count: number, taken = soon): Misbehaviour =>
  (_request, response, serve) => {
    cutBody(response, count, taken, () => response.socket?.destroy());
    serve();
  };

/** Sends the right head and `count` bytes of the body, then nothing more. */
export const stallAfter =
  (count: number): Misbehaviour =>
  (_request, response, serve) => {
    cutBody(response, count, soon, () => undefined);
    serve();
  };

function cutBody(response: ServerResponse, count: number, taken: Taken, then: () => void): void {
  response.end = ((body?: Buffer) => {
    response.flushHeaders();
    response.write((body ?? Buffer.alloc(0)).subarray(0, count));
    void taken().then(then);
    return response;
  }) as ServerResponse['end'];
}

export const status =
  (code: number, headers: Record<string, string> = {}): Misbehaviour =>
  (_request, response) => {
    response.writeHead(code, headers).end('an error page');
  };

export const redirect = (location: string, code = 302, headers: Record<string, string> = {}): Misbehaviour =>
  status(code, { location, ...headers });

/** Answers with exactly this, whatever was asked. */
export const answer =
  (code: number, headers: Record<string, string>, body: Buffer | string): Misbehaviour =>
  (_request, response) => {
    response.writeHead(code, headers).end(body);
  };

/** A head and body byte by byte as they are, for lengths that lie. */
export const raw =
  (text: string, body: Buffer = Buffer.alloc(0), taken = soon): Misbehaviour =>
  (request) => {
    request.socket.write(text.replaceAll('\n', '\r\n'));
    request.socket.write(body);
    void taken().then(() => {
      request.socket.destroySoon();
    });
  };

/** A body that never ends, without a length. */
export const endless: Misbehaviour = (_request, response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(4096)));
  };
  response.on('drain', more);
  more();
};

export const ignoreRange: Misbehaviour = (request, _response, serve) => {
  delete request.headers.range;
  serve();
};

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const gitSha1 = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

export const REPO = 'owner/frogs';
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/**
 * The Hub with one repository: the listing, small files behind a redirect to /api/resolve-cache/ with git's id as
 * ETag, and `lfs` files behind a redirect to a CDN of another origin, with X-Linked-Etag and X-Linked-Size.
 */
export class FakeHub {
  private constructor(
    readonly hub: FakeServer,
    readonly cdn: FakeServer,
    readonly files: Map<string, Buffer>,
  ) {}

  /** @param repos that have these files, all of them the same */
  static async start(files: Record<string, Buffer>, repos: readonly string[] = [REPO]): Promise<FakeHub> {
    const fake = new FakeHub(
      await FakeServer.start(),
      await FakeServer.start(),
      new Map(Object.entries(files)),
    );
    for (const repo of repos) {
      fake.list(fake.siblings(), 'main', COMMIT, repo);
      for (const [path, bytes] of fake.files) fake.serve(path, bytes, repo);
    }
    return fake;
  }

  get endpoint(): string {
    return this.hub.origin;
  }

  static isLfs = (path: string) => path.includes('.onnx');
  static resolvePath = (path: string, repo = REPO) => `/${repo}/resolve/${COMMIT}/${path}`;
  static cachePath = (path: string, repo = REPO) => `/api/resolve-cache/models/${repo}/${COMMIT}/${path}`;
  static cdnPath = (path: string) => `/cdn/${path}`;

  siblings(): Record<string, unknown>[] {
    return [...this.files].map(([rfilename, bytes]) =>
      FakeHub.isLfs(rfilename)
        ? {
            rfilename,
            size: bytes.length,
            blobId: 'a'.repeat(40),
            lfs: { sha256: sha256(bytes), size: bytes.length },
          }
        : { rfilename, size: bytes.length, blobId: gitSha1(bytes) },
    );
  }

  /** Replaces the listing's files. */
  list(siblings: unknown, revision = 'main', sha: unknown = COMMIT, repo = REPO): void {
    this.hub.routes.set(`/api/models/${repo}/revision/${revision}`, (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: repo, sha, siblings }));
    });
  }

  serve(path: string, bytes: Buffer, repo = REPO): void {
    const lfs = FakeHub.isLfs(path);
    const etag = `"${lfs ? sha256(bytes) : gitSha1(bytes)}"`;
    const headers: Record<string, string> = lfs
      ? { 'x-linked-etag': etag, 'x-linked-size': String(bytes.length), 'x-repo-commit': COMMIT }
      : { 'x-repo-commit': COMMIT };
    const location = lfs
      ? `${this.cdn.origin}${FakeHub.cdnPath(path)}?Signature=secret`
      : FakeHub.cachePath(path, repo);
    this.hub.routes.set(FakeHub.resolvePath(path, repo), (_request, response) => {
      response.writeHead(lfs ? 302 : 307, { ...headers, location }).end('Redirecting');
    });
    if (lfs) this.cdn.files.set(FakeHub.cdnPath(path), { bytes, etag: `"cdn-${sha256(bytes).slice(0, 8)}"` });
    else this.hub.files.set(FakeHub.cachePath(path, repo), { bytes, etag });
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.cdn.close();
  }
}

/** One pull into a folder of its own, without waiting: what was told and slept is kept. */
export class PullRun {
  readonly told: string[] = [];
  readonly slept: number[] = [];
  ended = 0;
  #taken = 0;
  readonly #waiting = new Set<() => void>();
  readonly report: PullReporter = {
    fileStarted: (path, bytes, present) => {
      this.told.push(`start ${path} ${present}/${bytes ?? '?'}`);
      this.#taken = present;
    },
    received: (_path, bytes) => {
      this.#taken = bytes;
      for (const waiting of this.#waiting) waiting();
    },
    fileFinished: (path, bytes) => this.told.push(`done ${path} ${bytes}`),
    retrying: (path, reason) => this.told.push(`retry ${path}: ${reason}`),
    note: (line) => this.told.push(`note ${line}`),
    end: () => this.ended++,
  };

  readonly clock: Clock = {
    now: () => Date.parse('2026-01-02T03:04:05Z'),
    random: () => 1,
    sleep: (ms) => {
      this.slept.push(ms);
      return Promise.resolve();
    },
  };

  constructor(readonly models = mkdtempSync(join(tmpdir(), 'tetrapod-pull-'))) {}

  pull(model: string, options: Partial<PullOptions> = {}): Promise<PulledModel> {
    return pullModel(
      {
        model,
        into: this.models,
        allowHttp: true,
        stallMs: 5000,
        policy: { attempts: 4, baseMs: 100, maxMs: 1000, longestWaitMs: 60_000, unreachedMs: 5000 },
        clock: this.clock,
        ...options,
      },
      this.report,
    );
  }

  /** The message of the `PullError` or `UsageError` that a pull ends with. */
  async refused(model: string, options: Partial<PullOptions> = {}): Promise<string> {
    try {
      await this.pull(model, options);
    } catch (error) {
      if (error instanceof PullError || error instanceof UsageError) return error.message;
      throw error;
    }
    throw new Error('the pull succeeded');
  }

  /** For a misbehaviour that ends a connection: waits until so many bytes of the file have been taken. */
  took(bytes: number): Taken {
    return () =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (this.#taken < bytes) return;
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
        look();
      });
  }

  read(path: string): Buffer {
    return readFileSync(join(this.models, path));
  }

  /** All files below a folder, sorted. */
  ls(folder = '.'): string[] {
    return readdirSync(join(this.models, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(join(this.models, folder), join(entry.parentPath, entry.name)))
      .sort();
  }

  /** The part of a file of the model `frogs`. */
  part(path: string): string | undefined {
    return this.ls().find((file) => file.startsWith('.pull-frogs-') && file.endsWith(`${path}.part`));
  }

  remove(): void {
    rmSync(this.models, { recursive: true, force: true });
  }
}

/** A small model; the ONNX file is large enough to be cut in pieces. */
export const smallModel = (): Record<string, Buffer> => ({
  'README.md': Buffer.from('# Frogs'),
  'config.json': Buffer.from('{"id2label":{"0":"frog"}}'),
  'preprocessor_config.json': Buffer.from('{"size":224}'),
  'onnx/model.onnx': Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 7919 + (i >> 8)) & 255)),
});
