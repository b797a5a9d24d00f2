import { AppError } from '../errors.js';
import { PartFault, parsePartHeaders, type PartHeaders } from './part-headers.js';

/** One field or file of a form. */
export interface Part extends PartHeaders {
  /** A view of the body. */
  bytes: Buffer;
}

/** Room for the largest batch (BATCH_MAX_ITEMS) and its fields. */
const MAX_PARTS = 2000;
/** Real ones have some hundred bytes. */
const MAX_HEADER_BYTES = 8 * 1024;

const LINE_BREAK = Buffer.from('\r\n');
const EMPTY_LINE = Buffer.from('\r\n\r\n');
const [CR, LF, DASH, SPACE, TAB] = [0x0d, 0x0a, 0x2d, 0x20, 0x09];
/** RFC 2046, 5.1.1; no space at the end. */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

/** @throws AppError `malformed_multipart` where there is none, or one that RFC 2046 does not allow */
export function requireBoundary(boundary: string | undefined): string {
  if (boundary !== undefined && BOUNDARY.test(boundary)) return boundary;
  throw new AppError(
    'malformed_multipart',
    `expected Content-Type: multipart/form-data; boundary=... of 1 to 70 characters (RFC 2046), received ` +
      `${boundary === undefined ? 'no boundary' : 'another'}; let an HTTP library write both the header and the body`,
  );
}

/**
 * Takes a form apart (multipart/form-data, RFC 7578 and RFC 2046, 5.1.1), without copying anything of it. What stands
 * before the first delimiter and behind the last is passed over, as RFC 2046 demands.
 *
 * Ours because the whole body is there, at which point it is a search for delimiters; see
 * docs/decisions/0015-own-multipart-reader.md.
 *
 * @returns the parts, in order
 * @throws AppError `malformed_multipart`, which holds nothing of the body
 */
export function parseMultipart(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let at = afterFirstDelimiter(body, delimiter);
  while (!isLast(body, at)) {
    if (parts.length === MAX_PARTS) throw malformed(`expected at most ${MAX_PARTS} parts, received more`);
    const start = afterLine(body, at, parts.length);
    // The break of the line above belongs to the delimiter of an empty part as well.
    const end = body.indexOf(delimiter, start - LINE_BREAK.length);
    if (end === -1) throw cutOff(body);
    parts.push(partOf(body.subarray(start, Math.max(start, end)), parts.length));
    at = end + delimiter.length;
  }
  return parts;
}

function afterFirstDelimiter(body: Buffer, delimiter: Buffer): number {
  const dashes = delimiter.subarray(LINE_BREAK.length);
  if (body.subarray(0, dashes.length).equals(dashes)) return dashes.length;
  const at = body.indexOf(delimiter);
  if (at !== -1) return at + delimiter.length;
  throw malformed(
    `expected parts between lines with the boundary that Content-Type names, received ${body.length} bytes without ` +
      'such a line',
  );
}

function isLast(body: Buffer, at: number): boolean {
  return body[at] === DASH && body[at + 1] === DASH;
}

/**
 * @param at behind a delimiter
 * @param index of the part that follows
 * @returns where the line behind it begins
 */
function afterLine(body: Buffer, at: number, index: number): number {
  let end = at;
  while (body[end] === SPACE || body[end] === TAB) end++;
  if (body[end] === CR && body[end + 1] === LF) return end + LINE_BREAK.length;
  if (end >= body.length - 1) throw cutOff(body);
  throw malformed(
    `expected a line break or -- behind the delimiter before part ${index}, received something else`,
  );
}

function partOf(bytes: Buffer, index: number): Part {
  const end = bytes.subarray(0, MAX_HEADER_BYTES).indexOf(EMPTY_LINE);
  try {
    if (bytes[0] === CR) throw new PartFault('the header Content-Disposition, received no headers');
    if (end === -1) {
      const most = `headers of at most ${MAX_HEADER_BYTES} bytes and an empty line`;
      throw new PartFault(
        `${most}, received ${bytes.length > MAX_HEADER_BYTES ? 'longer ones' : 'no such line'}`,
      );
    }
    return { ...parsePartHeaders(bytes.subarray(0, end)), bytes: bytes.subarray(end + EMPTY_LINE.length) };
  } catch (error) {
    if (!(error instanceof PartFault)) throw error;
    throw malformed(`expected of part ${index} (counted from 0) ${error.message}`);
  }
}

function cutOff({ length }: Buffer): AppError {
  return malformed(
    `expected -- behind the last delimiter, received ${length} bytes without it: the rest is missing`,
  );
}

function malformed(detail: string): AppError {
  return new AppError('malformed_multipart', `${detail}; let an HTTP library write the body`);
}
