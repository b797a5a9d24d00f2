import { createHash } from 'node:crypto';
import { digestOfAnswers, gitSha1Of, linkedSizeOf } from './checksum.js';
import type { DownloadContext } from './download-context.js';
import type { HttpAnswer } from './http-get.js';
import type { StoredFile } from './manifest.js';
import type { WantedFile } from './model-listing.js';
import type { PartFile } from './part-file.js';
import { PullError } from './pull-error.js';

/** What the whole file has to be. */
export type Expected = Pick<WantedFile, 'bytes' | 'sha256' | 'gitSha1'>;

/** The length of the whole file as the answer declares it. */
export function wholeLength(
  { headers }: HttpAnswer,
  start: number,
  total: number | undefined,
): number | undefined {
  const length = headers['content-length'];
  return total ?? (length === undefined ? undefined : start + Number(length));
}

/**
 * What the listing says, completed by the answers.
 * @throws {PullError} if the two contradict each other about the length, or it is too long
 */
export function expectedOf(
  file: WantedFile,
  answer: HttpAnswer,
  whole: number | undefined,
  context: DownloadContext,
): Expected {
  const { endpoint, budget } = context;
  const listed = file.bytes ?? (endpoint === undefined ? undefined : linkedSizeOf(answer.hops));
  if (listed !== undefined && whole !== undefined && listed !== whole) {
    throw new PullError(
      `${context.model}: ${file.path}: expected ${listed} bytes as it is listed, the server declares ${whole}; the source is inconsistent, try again later`,
    );
  }
  const bytes = listed ?? whole;
  if (bytes !== undefined) budget.check(bytes, 'declared');
  const isListed = file.sha256 !== undefined || file.gitSha1 !== undefined;
  const digest = isListed || endpoint === undefined ? file : digestOfAnswers(answer.hops, endpoint);
  return { bytes, sha256: digest.sha256, gitSha1: digest.gitSha1 };
}

/** Compares the complete part with what was declared; what is wrong is deleted. */
export async function verify(
  file: WantedFile,
  part: PartFile,
  expected: Expected,
  { model, report }: DownloadContext,
  streamed?: string,
): Promise<StoredFile> {
  const { bytes } = await part.read();
  const sha256 = streamed ?? (await part.hash(createHash('sha256'))).digest('hex');
  const isGit = expected.sha256 === undefined && expected.gitSha1 !== undefined;
  const found = isGit ? await gitSha1Of(part.path, bytes) : sha256;
  const wanted = expected.sha256 ?? expected.gitSha1;
  if (wanted !== undefined && found !== wanted) {
    await part.discard();
    throw new PullError(
      `${model}: ${file.path}: expected ${isGit ? 'git sha1' : 'sha256'} ${wanted}, received ${found}; the file was deleted: run the same command again, and do not use this source if that fails too`,
    );
  }
  if (wanted === undefined)
    report.note(`${file.path}: the source declares no checksum, so only its length was checked`);
  return { sha256, bytes };
}
