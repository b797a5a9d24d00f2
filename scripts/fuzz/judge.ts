import { readImageHeader, type ImageHeader } from '../../src/decoding/header/image-header.js';
import { AppError, type ErrorCode } from '../../src/errors.js';
import { Finding, MAX_PIXELS, type Decoded, type Target } from './target.js';

/** The codes that docs/errors.md has for pictures. */
const PICTURE_CODES: readonly ErrorCode[] = [
  'unsupported_image_format',
  'image_empty',
  'image_corrupt',
  'image_too_large',
];

/** Faults that are no way to refuse a picture, whoever catches them: a trap of WebAssembly, memory or stack used up. */
const SEVERE = /out of memory|memory access out of bounds|call stack|allocation failed|unreachable|Aborted/i;

/**
 * Decodes a picture and checks everything that is promised whatever its bytes are.
 * @param repeat whether a picture that is accepted is decoded once more, which must give the same samples
 * @returns `picture`, the code of a problem, `refused` or `not for it`
 * @throws Finding
 */
export async function judge(target: Target, bytes: Buffer, repeat: boolean): Promise<string> {
  const given = Buffer.from(bytes);
  const header = headerOf(given);
  if (typeof header === 'string') {
    if (!target.readsHeaders) return header;
    const outcome = await outcomeOf(target, given, undefined, false);
    if (outcome !== header)
      throw new Finding('other_code', `the header is ${header}, the picture ${outcome}`);
    return outcome;
  }
  if (!target.reads(header)) return 'not for it';
  const outcome = await outcomeOf(target, given, header, repeat);
  if (!given.equals(bytes)) throw new Finding('input_changed', 'the bytes that were given have changed');
  return outcome;
}

function headerOf(bytes: Buffer): ImageHeader | ErrorCode {
  try {
    return readImageHeader(bytes, MAX_PIXELS);
  } catch (error) {
    return codeOf(error);
  }
}

async function outcomeOf(
  target: Target,
  bytes: Buffer,
  header: ImageHeader | undefined,
  repeat: boolean,
): Promise<string> {
  let picture: Decoded;
  try {
    picture = await target.decode(bytes, header);
  } catch (error) {
    if (error instanceof Finding) throw error;
    refuseSevere(error);
    return error instanceof AppError || target.throws === 'problems' ? codeOf(error) : 'refused';
  }
  if (!header) return 'picture';
  checkSize(picture, target.sizeOf(header));
  if (repeat) await checkRepeated(target, bytes, header, picture);
  return 'picture';
}

/** @throws Finding for anything but an AppError with a code for pictures */
function codeOf(error: unknown): ErrorCode {
  if (!(error instanceof AppError)) throw new Finding('other_exception', describe(error));
  refuseSevere(error);
  if (!PICTURE_CODES.includes(error.code)) throw new Finding('undocumented_code', error.code);
  return error.code;
}

function refuseSevere(error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof WebAssembly.RuntimeError || SEVERE.test(cause.message)) {
      throw new Finding('severe_exception', describe(cause));
    }
  }
}

function checkSize(picture: Decoded, expected: { width: number; height: number }): void {
  const { width, height, data, bytes } = picture;
  const said = `${expected.width}x${expected.height}`;
  if (width !== expected.width || height !== expected.height) {
    throw new Finding('wrong_size', `expected ${said} as the header says, received ${width}x${height}`);
  }
  if (width * height > MAX_PIXELS) throw new Finding('too_many_pixels', `${width}x${height}`);
  if (data.length !== bytes) {
    throw new Finding('wrong_length', `expected ${bytes} bytes for ${said} pixels, received ${data.length}`);
  }
}

/** Samples that change from one time to the next come from memory that nobody wrote, or from another picture. */
async function checkRepeated(
  target: Target,
  bytes: Buffer,
  header: ImageHeader,
  { data }: Decoded,
): Promise<void> {
  const first = Buffer.from(data);
  try {
    const again = await target.decode(bytes, header);
    if (Buffer.compare(first, again.data) !== 0) throw new Finding('not_repeatable', 'other samples');
  } catch (error) {
    if (error instanceof Finding) throw error;
    throw new Finding('not_repeatable', `accepted first, then refused: ${describe(error)}`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}`.slice(0, 300)
    : `a thrown ${typeof error}`;
}
