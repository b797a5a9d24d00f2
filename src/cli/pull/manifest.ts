import { asBytes, asDigest, asRecord, SHA256, type ListedFile } from './model-listing.js';
import { PullError, oneLine } from './pull-error.js';
import { safePath } from './safe-path.js';

export const MANIFEST = 'manifest.json';

/** One file as it lies on the disk. */
export interface StoredFile {
  sha256: string;
  bytes: number;
}

/** `manifest.json` of a model's folder: what was pulled from where, and what the server checks at its start. */
export interface Manifest {
  /** The repository or address. */
  source: string;
  /** As it was asked for: a branch, tag or commit. The Hub only. */
  revision?: string;
  /** What the revision was then. The Hub only. */
  commit?: string;
  /** The ONNX file that was asked for in place of the usual one; it is stored as onnx/model.onnx. */
  onnx_file?: string;
  /** ISO 8601, UTC. */
  pulled_at: string;
  files: Record<string, StoredFile>;
}

/**
 * The files of a manifest that somebody serves beside a model.
 * @throws {PullError} if a file has no sha256 or a path that leaves the folder
 */
export function parseManifest(json: unknown, source: string): ListedFile[] {
  const { files } = asRecord(json);
  if (typeof files !== 'object' || files === null || Array.isArray(files)) {
    throw new PullError(
      `${source}${MANIFEST}: expected "files", an object with a sha256 for each path; correct it`,
    );
  }
  return Object.entries(files).map(([name, entry]) => {
    const path = safePath(name, source);
    const { sha256, bytes } = asRecord(entry);
    const digest = asDigest(sha256, SHA256);
    if (digest === undefined) {
      throw new PullError(
        `${source}${MANIFEST}: expected a sha256 of 64 hexadecimal digits for "${oneLine(path)}"; correct it`,
      );
    }
    return { path, sha256: digest, bytes: asBytes(bytes) };
  });
}
