import { createHash } from 'node:crypto';
import { FakeServer } from './fake-server.js';

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

/** A small model; the ONNX file is large enough to be cut in pieces. */
export const smallModel = (): Record<string, Buffer> => ({
  'README.md': Buffer.from('# Frogs'),
  'config.json': Buffer.from('{"id2label":{"0":"frog"}}'),
  'preprocessor_config.json': Buffer.from('{"size":224}'),
  'onnx/model.onnx': Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 7919 + (i >> 8)) & 255)),
});
