import { createHash, type Hash } from 'node:crypto';
import { parseContentRange, strongEtag } from './content-range.js';
import { expectedOf, verify, wholeLength, type Expected } from './declared-file.js';
import type { DownloadContext } from './download-context.js';
import { httpGet, isAbsent, readBody, type HttpAnswer } from './http-get.js';
import type { StoredFile } from './manifest.js';
import type { WantedFile } from './model-listing.js';
import type { PartFile } from './part-file.js';
import { PullError } from './pull-error.js';
import { explainRefusal } from './refusal.js';
import { retrying, TransientError } from './retry.js';

/**
 * Downloads one file into its part, going on where an earlier attempt, of this process or a killed one, stopped.
 * @returns length and digest of the complete part; undefined if the file is optional and not there
 * @throws {PullError} if it cannot be had, is too large, or is not what was declared
 */
export async function downloadFile(
  url: URL,
  file: WantedFile,
  part: PartFile,
  context: DownloadContext,
): Promise<StoredFile | undefined> {
  const { report, budget } = context;
  const stored = await retrying(
    `${context.model}: ${file.path}`,
    context,
    () => attempt(url, file, part, context),
    (reason, pauseMs) => {
      report.retrying(file.path, reason, pauseMs);
    },
  );
  if (stored === undefined) return undefined;
  budget.finish(stored.bytes);
  report.fileFinished(file.path, stored.bytes);
  return stored;
}

async function attempt(url: URL, file: WantedFile, part: PartFile, context: DownloadContext) {
  const state = await part.read();
  const declared = file.sha256 ?? file.gitSha1;
  const known = declared === undefined || state.digest === undefined || declared === state.digest;
  // Bytes may only be gone on with if an ETag or the digest will tell whether the rest fits them.
  const usable = known && (state.etag !== undefined || state.digest !== undefined);
  const offset = usable && state.bytes <= (file.bytes ?? Infinity) ? state.bytes : 0;
  if (offset > 0 && offset === file.bytes && declared !== undefined) {
    context.report.fileStarted(file.path, file.bytes, offset);
    return verify(file, part, file, context);
  }
  const range: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
  const condition: Record<string, string> =
    offset > 0 && state.etag !== undefined ? { 'if-range': state.etag } : {};
  // Before the server is asked: gigabytes take a while, and an answer that nobody reads meanwhile counts as a stall.
  const hashed = offset > 0 ? await part.hash(createHash('sha256')) : undefined;
  const answer = await httpGet(url, context.rules, { ...range, ...condition });
  try {
    return await receive(answer, { file, part, offset, hashed, etag: state.etag }, context);
  } finally {
    answer.body.destroy();
  }
}

interface Progress {
  file: WantedFile;
  part: PartFile;
  /** The bytes that are there and were not asked for. */
  offset: number;
  /** The sha256 so far, of these bytes. */
  hashed: Hash | undefined;
  etag: string | undefined;
}

async function receive(answer: HttpAnswer, progress: Progress, context: DownloadContext) {
  const { file, part, offset, hashed, etag } = progress;
  const { status, headers } = answer;
  if (file.optional && isAbsent(answer)) {
    await part.discard();
    return undefined;
  }
  const range = parseContentRange(headers['content-range']);
  if (status === 416 && offset > 0) {
    if (range?.total === offset)
      return verify(file, part, expectedOf(file, answer, offset, context), context);
    await part.discard();
    throw new TransientError(`${answer.url.host} has another file than before`);
  }
  if (status === 206 && offset > 0) {
    const sameFile = etag === undefined || headers.etag === undefined || headers.etag === etag;
    if (range?.start !== offset || !sameFile) {
      await part.discard();
      throw new TransientError(`${answer.url.host} answered another part than the one asked for`);
    }
  } else if (status !== 200) {
    throw explainRefusal(answer, context.model, context.clock.now());
  }
  const start = status === 206 ? offset : 0;
  const whole = wholeLength(answer, start, range?.total);
  const expected = expectedOf(file, answer, whole, context);
  if (start === 0)
    await part.restart({ etag: strongEtag(headers.etag), digest: expected.sha256 ?? expected.gitSha1 });
  context.report.fileStarted(file.path, expected.bytes, start);
  const before = { bytes: start, hash: start > 0 && hashed ? hashed : createHash('sha256') };
  const sha256 = await write(answer, file, part, before, expected, context);
  return verify(file, part, expected, context, sha256);
}

/** Writes the body to the part and gives the sha256 of the whole, the bytes before it included. */
async function write(
  answer: HttpAnswer,
  file: WantedFile,
  part: PartFile,
  before: { bytes: number; hash: Hash },
  expected: Expected,
  { budget, report, model }: DownloadContext,
): Promise<string> {
  let received = before.bytes;
  try {
    await part.append(readBody(answer), (chunk) => {
      received += chunk.length;
      budget.check(received, 'received');
      if (received > (expected.bytes ?? Infinity)) throw tooLong(model, file.path, expected.bytes!);
      before.hash.update(chunk);
      report.received(file.path, received);
    });
  } catch (error) {
    // Neither an endless body nor a too long one is worth going on with.
    if (error instanceof PullError && received > Math.min(expected.bytes ?? Infinity, budget.maxBytes)) {
      await part.discard();
    }
    throw error;
  }
  if (received < (expected.bytes ?? 0)) {
    throw new TransientError(`${answer.url.host} sent ${received} of ${expected.bytes!} bytes`);
  }
  return before.hash.digest('hex');
}

function tooLong(model: string, path: string, bytes: number): PullError {
  return new PullError(
    `${model}: ${path}: expected ${bytes} bytes, received more; the source is inconsistent, try again later`,
  );
}
