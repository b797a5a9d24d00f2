import {
  asBytes,
  asDigest,
  asRecord,
  SHA1,
  SHA256,
  type ListedFile,
  type ModelListing,
} from './model-listing.js';
import { PullError } from './pull-error.js';
import { safePath } from './safe-path.js';

/**
 * The Hub's listing of a repository: `sha` is the commit, each of `siblings` has `rfilename` and, with `blobs=true`,
 * `size`, `blobId` (git's id of the file) and, for LFS files, `lfs: {sha256, size}`; their `blobId` is that of the
 * pointer, not of the content. Mirrors may leave all but `rfilename` out.
 * Fields: `RepoSibling` and `BlobLfsInfo` of https://github.com/huggingface/huggingface_hub `hf_api.py`
 * @throws {PullError} if it is not of this form, or names a path that leaves the folder
 */
export function parseHubListing(json: unknown, repo: string): ModelListing {
  const { sha, siblings } = asRecord(json);
  const commit = asDigest(sha, SHA1);
  if (commit === undefined || !Array.isArray(siblings)) {
    throw new PullError(
      `${repo}: expected a listing with "sha" and "siblings", received something else; check HF_ENDPOINT`,
    );
  }
  return { commit, files: siblings.map((sibling) => parseSibling(asRecord(sibling), repo)) };
}

function parseSibling({ rfilename, size, blobId, lfs }: Record<string, unknown>, repo: string): ListedFile {
  if (typeof rfilename !== 'string') {
    throw new PullError(`${repo}: expected "rfilename" for each file of the listing; check HF_ENDPOINT`);
  }
  const path = safePath(rfilename, repo);
  if (lfs !== undefined && lfs !== null) {
    const { sha256, size: content } = asRecord(lfs);
    return { path, bytes: asBytes(content) ?? asBytes(size), sha256: asDigest(sha256, SHA256) };
  }
  return { path, bytes: asBytes(size), gitSha1: asDigest(blobId, SHA1) };
}
