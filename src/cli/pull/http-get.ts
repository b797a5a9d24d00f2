import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { explainConnection } from './explain-connection.js';
import { oneLine, PullError, showUrl } from './pull-error.js';
import { TransientError } from './retry.js';

/** What holds for every request of a pull. */
export interface HttpRules {
  allowHttp: boolean;
  /** Sent to `origin` only. */
  token?: { value: string; origin: string } | undefined;
  /** How long a connection may carry no byte, from the look-up of the name to the end of the body. */
  stallMs: number;
  /** How long a connection may take to come about. Larger waits for slower networks, smaller notices a firewall sooner. */
  connectMs: number;
  /** The hosts that have answered in this pull: one of them that falls silent will come back. */
  reached: Set<string>;
}

/** One answer on the way: a redirect, or the last one. */
export interface Hop {
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
}

export interface HttpAnswer extends Hop {
  /** All answers in order, this one included: the Hub puts an LFS file's digest on the redirect to the CDN. */
  hops: Hop[];
  /** Whether the token went with the first request. */
  withToken: boolean;
  body: IncomingMessage;
}

const MOST_REDIRECTS = 10;

/**
 * GETs an address and follows redirects by itself, because each of them has to be looked at: http is refused,
 * and the token stays at its origin. node:http rather than fetch, which hides redirects, unpacks bodies
 * (lengths and ranges count packed bytes) and has time limits of its own.
 * @throws {TransientError} if the connection fails or stalls
 * @throws {PullError} for http, wrong certificates, and redirects that lead nowhere
 */
export async function httpGet(
  url: URL,
  rules: HttpRules,
  headers: Record<string, string>,
): Promise<HttpAnswer> {
  const hops: Hop[] = [];
  let mayHaveToken = true;
  let next = url;
  for (;;) {
    refuseHttp(next, rules, hops.length > 0);
    // Once away from the token's origin the chain is somebody else's: the token does not come back to it.
    mayHaveToken &&= next.origin === rules.token?.origin;
    const authorization = mayHaveToken ? { authorization: `Bearer ${rules.token!.value}` } : {};
    const body = await send(next, rules, { ...headers, ...authorization });
    const hop = { url: next, status: body.statusCode!, headers: body.headers };
    hops.push(hop);
    const location = [301, 302, 303, 307, 308].includes(hop.status) ? hop.headers.location : undefined;
    const withToken = url.origin === rules.token?.origin;
    if (location === undefined) {
      refusePacked(hop, body);
      return { ...hop, hops, withToken, body };
    }
    body.destroy();
    if (hops.length > MOST_REDIRECTS) {
      throw new PullError(
        `${showUrl(url)}: expected a file, received more than ${MOST_REDIRECTS} redirects; the server is misconfigured`,
      );
    }
    if (!URL.canParse(location, next)) {
      throw new PullError(`${showUrl(next)}: expected a redirect to an address, received a malformed one`);
    }
    next = new URL(location, next);
  }
}

function refuseHttp(url: URL, { allowHttp }: HttpRules, redirected: boolean): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && allowHttp)) return;
  const what = redirected ? 'the server redirects to' : 'expected https, received';
  throw new PullError(
    url.protocol === 'http:'
      ? `${what} ${showUrl(url)}: anybody on the way can read and change what http carries; use https, or --allow-http in a network that you trust`
      : `${what} ${url.protocol}: expected https; the server is misconfigured`,
  );
}

/** Plain bytes are asked for; packed ones would have other lengths, ranges and checksums. */
function refusePacked({ url, headers }: Hop, body: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return;
  body.destroy();
  throw new PullError(
    `${showUrl(url)}: expected plain bytes, received Content-Encoding ${oneLine(encoding)}; the server is misconfigured`,
  );
}

function send(url: URL, rules: HttpRules, headers: Record<string, string>): Promise<IncomingMessage> {
  const { stallMs, connectMs, reached } = rules;
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    const fail = (error: unknown) => {
      clearTimeout(connecting);
      reject(explainConnection(error, url, !reached.has(url.host)));
    };
    const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      // A connection for each request: nothing stays open, and no stale one is picked up after a pause.
      agent: false,
      timeout: stallMs,
      headers: { 'user-agent': 'tetrapod', 'accept-encoding': 'identity', ...headers },
    });
    // A host behind a firewall answers nothing at all, not even that it refuses.
    const connecting = setTimeout(() => outgoing.destroy(notConnected(connectMs)), connectMs);
    outgoing.on('socket', (socket) => {
      socket.once('connect', () => {
        clearTimeout(connecting);
      });
    });
    outgoing.on('timeout', () => {
      const stalled = new TransientError(`${url.host} sent nothing for ${stallMs / 1000} s`);
      // The body, once there is one, has to fail with this reason; destroying the request would hide it.
      (response ?? outgoing).destroy(stalled);
    });
    // Stays for the whole life of the request: bytes after the end of the body are an error here as well.
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      response = incoming;
      reached.add(url.host);
      resolve(incoming);
    });
    outgoing.end();
  });
}

/**
 * Whether the server says that it has no such file. One of a single-page application answers 200 and its page to everything;
 * a page with any other status is an error, behind which the file may well be.
 */
export function isAbsent({ status, headers }: Pick<Hop, 'status' | 'headers'>): boolean {
  return (
    status === 404 || status === 410 || (status === 200 && /^text\/html/i.test(headers['content-type'] ?? ''))
  );
}

/**
 * The body's chunks.
 * @throws {TransientError} if the connection ends before the body does
 */
export async function* readBody({ body, url }: HttpAnswer): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    throw explainConnection(error, url);
  } finally {
    body.destroy();
  }
}

/** As the operating system would say it, which takes two minutes. */
function notConnected(afterMs: number): NodeJS.ErrnoException {
  return Object.assign(new Error(`no connection within ${afterMs / 1000} s`), { code: 'ETIMEDOUT' });
}
