import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { asDigest, SHA1, SHA256, type ListedFile } from './model-listing.js';
import type { Hop } from './http-get.js';

/** Feeds a file to a hash, piece by piece: models are larger than memory. */
export async function hashFile(path: string, hash: Hash): Promise<Hash> {
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash;
}

/** The id that git gives to a file: sha1 of `blob`, a space, the length, a zero byte and the content. */
export async function gitSha1Of(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha1').update(`blob ${bytes}\0`);
  return (await hashFile(path, hash)).digest('hex');
}

/**
 * The digest that the Hub's answers declare, for mirrors whose listing has none.
 *
 * `X-Linked-Etag` is the sha256 of an LFS file; it stands on the redirect to the CDN, at mirrors on the last answer.
 * Other files have their git id as `ETag`, on an answer of the endpoint, possibly after a redirect to
 * /api/resolve-cache/. The CDN's own ETag is none of these: for files in Xet storage it may be another hash of 64 digits.
 * https://github.com/huggingface/huggingface_hub/issues/3018, https://github.com/huggingface/hf-hub/pull/176
 */
export function digestOfAnswers(hops: Hop[], endpoint: URL): Pick<ListedFile, 'sha256' | 'gitSha1'> {
  for (const { headers } of hops) {
    const linked = bareEtag(headers['x-linked-etag']);
    const sha256 = asDigest(linked, SHA256);
    const gitSha1 = asDigest(linked, SHA1);
    if (sha256 !== undefined || gitSha1 !== undefined) return { sha256, gitSha1 };
  }
  const last = hops.at(-1)!;
  if (last.url.origin !== endpoint.origin) return {};
  return { gitSha1: asDigest(bareEtag(last.headers.etag), SHA1) };
}

/** The length of an LFS file, from the redirect that leads to it. */
export function linkedSizeOf(hops: Hop[]): number | undefined {
  for (const { headers } of hops) {
    const size = headers['x-linked-size'];
    if (typeof size === 'string' && /^\d{1,15}$/.test(size)) return Number(size);
  }
  return undefined;
}

function bareEtag(etag: string | string[] | undefined): string | undefined {
  return typeof etag === 'string' ? etag.replace(/^W\//, '').replace(/^"|"$/g, '') : undefined;
}
