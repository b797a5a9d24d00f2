import { PROBLEMS, type ErrorCode } from '../../../src/errors.js';
import { Finding } from '../target.js';

/** One answer of a server. */
export interface Response {
  readonly status: number;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Beside those of problems: what was asked for, a part of it, and what the client has already (Swagger UI's files). */
const SUCCESSES = [200, 206, 304];
const OPENING_BRACE = 0x7b;
/** Nothing that a client sends may cause one of them. */
const FAULTS = [500, 503, 504];

/**
 * Reads the answers in what a server has sent.
 * @param isHead whether the first one answers HEAD, and so has no body
 * @param hasEnded whether nothing more will come
 * @returns the answers, and whether there are bytes behind the last whole one
 * @throws Finding for what is no HTTP
 */
export function readResponses(
  bytes: Buffer,
  isHead: boolean,
  hasEnded: boolean,
): { responses: Response[]; hasRest: boolean } {
  const responses: Response[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end === -1) break;
    const [line = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})( |$)/.exec(line)?.[1]);
    if (Number.isNaN(status)) throw new Finding('no_http', `received ${JSON.stringify(line.slice(0, 80))}`);
    const headers = Object.fromEntries(
      lines.map((text) => [
        text.slice(0, text.indexOf(':')).toLowerCase(),
        text.slice(text.indexOf(':') + 1).trim(),
      ]),
    );
    at = end + 4;
    if (status >= 100 && status < 200) continue;
    // What the HTTP parser refuses is answered before anybody knows that it is HEAD.
    const isBare = isHead && responses.length === 0 && bytes[at] !== OPENING_BRACE;
    const hasBody = !isBare && status !== 304 && status !== 204;
    const body = hasBody ? bodyAt(bytes, at, headers, hasEnded) : { text: '', end: at };
    if (!body) return { responses, hasRest: true };
    responses.push({ status, headers, body: body.text });
    at = body.end;
  }
  return { responses, hasRest: at < bytes.length };
}

/** @returns undefined where it is not whole yet */
function bodyAt(bytes: Buffer, start: number, headers: Readonly<Record<string, string>>, hasEnded: boolean) {
  if (headers['transfer-encoding'] === 'chunked') return chunkedAt(bytes, start);
  const length = headers['content-length'];
  if (length === undefined)
    return hasEnded ? { text: bytes.toString('utf8', start), end: bytes.length } : undefined;
  const end = start + Number(length);
  return end > bytes.length ? undefined : { text: bytes.toString('utf8', start, end), end };
}

function chunkedAt(bytes: Buffer, start: number) {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line === -1) return undefined;
    const size = parseInt(bytes.toString('latin1', at, line), 16);
    const end = line + 2 + size;
    if (end + 2 > bytes.length) return undefined;
    if (size === 0) return { text: Buffer.concat(parts).toString(), end: end + 2 };
    parts.push(bytes.subarray(line + 2, end));
    at = end + 2;
  }
}

/**
 * Checks one answer: a success, or a documented problem that is whole.
 * @returns the status, with the code of a problem
 * @throws Finding
 */
export function judgeResponse({ status, headers, body }: Response, isHead: boolean): string {
  if (SUCCESSES.includes(status)) {
    if (!isHead && status === 200 && headers['content-type']?.startsWith('application/json')) parse(body);
    return String(status);
  }
  if (!Object.values(PROBLEMS).some((problem) => problem.status === status)) {
    throw new Finding('undocumented_status', `${status} ${body.slice(0, 200)}`);
  }
  if (!headers['content-type']?.startsWith('application/problem+json')) {
    throw new Finding('no_problem', `${status} of the type ${String(headers['content-type'])}`);
  }
  if (isHead) return String(status);
  const problem = parse(body);
  const code = problem.code as ErrorCode;
  const { title, detail, type, request_id: id } = problem;
  const known = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
  const isRight =
    known?.status === status &&
    problem.status === status &&
    title === known.title &&
    type === `urn:tetrapod:problem:${code}` &&
    [detail, id].every((text) => typeof text === 'string' && text.length > 0);
  if (!isRight) throw new Finding('wrong_problem', body.slice(0, 300));
  if (FAULTS.includes(status)) throw new Finding('fault', `${status} ${code}`);
  return `${status} ${code}`;
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    throw new Finding('no_json', body.slice(0, 200));
  }
}
