import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A file in one coding. */
export interface Representation {
  readonly bytes: Buffer;
  /** Strong, so of its own for each coding (RFC 9110, 8.8.3.3). */
  readonly etag: string;
}

/** A file of the page, held in memory: there are some dozens of kilobytes of them. */
export interface PageFile {
  readonly type: string;
  readonly plain: Representation;
  /** Undefined where it would not be shorter. */
  readonly gzip: Representation | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};
const INDEX = 'index.html';
/** What stands between these in index.html is a link to Swagger UI. */
const DOCS_LINK = /<!-- docs -->[\s\S]*?<!-- \/docs -->/g;

/**
 * Reads the page as it was built, and compresses it once.
 * @param folder whose files are all served
 * @param hasDocs whether the page may link to Swagger UI
 * @returns files by the paths of requests: index.html at `/`, everything else below `/playground/`
 * @throws Error where a file is missing or of a type that nobody has named
 */
export function readPageFiles(folder: URL, hasDocs: boolean): Map<string, PageFile> {
  const root = fileURLToPath(folder);
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'));
  return new Map(
    names.map((name): [string, PageFile] => {
      const bytes = readFileSync(join(root, name));
      if (name !== INDEX) return [`/playground/${name}`, pageFile(name, bytes)];
      const html = hasDocs ? bytes : Buffer.from(bytes.toString().replace(DOCS_LINK, ''));
      return ['/', pageFile(name, html)];
    }),
  );
}

function pageFile(name: string, bytes: Buffer): PageFile {
  const type = TYPES[extname(name)];
  if (type === undefined) throw new Error(`expected a file of the page, received ${name}, of no known type`);
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const compressed = gzipSync(bytes, { level: 9 });
  return {
    type,
    plain: { bytes, etag: `"${digest}"` },
    gzip: compressed.length < bytes.length ? { bytes: compressed, etag: `"${digest}-gzip"` } : undefined,
  };
}
