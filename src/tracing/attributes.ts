import type { Attributes } from '@opentelemetry/api';
import type { PictureRecord, RequestRecord } from '../http/request-record.js';

/** Those of RFC 9110 and RFC 5789; others are not told apart, because there is no end of them. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** A client writes its path at will. */
const LONGEST_PATH = 256;

/** The name of the span: never the path itself, of which there are too many. */
export function requestName({ method, route }: Pick<RequestRecord, 'method' | 'route'>): string {
  const known = METHODS.has(method) ? method : 'HTTP';
  return route === undefined ? known : `${known} ${route}`;
}

/** The semantic conventions for HTTP servers, and what is this server's own. Nothing of a payload, no key and no query. */
export function requestAttributes(record: RequestRecord): Attributes {
  const { method, route, path, status, code, keyName, pictures, labels } = record;
  const isKnown = METHODS.has(method);
  return defined({
    'http.request.method': isKnown ? method : '_OTHER',
    'http.request.method_original': isKnown ? undefined : method,
    'http.route': route,
    'url.path': path.slice(0, LONGEST_PATH),
    'url.scheme': 'http',
    'http.response.status_code': status,
    'http.request.body.size': record.bytes,
    'error.type': errorType(record),
    'tetrapod.request_id': record.requestId,
    'tetrapod.code': code,
    'tetrapod.key': keyName,
    'tetrapod.labels': labels,
    'tetrapod.pictures': pictures.length,
    'tetrapod.pictures.failed': record.failedPictures,
    ...(pictures.length === 1 ? pictureAttributes(pictures[0]!) : {}),
  });
}

/** The label is left out: who may read traces is not meant to learn what a client's pictures show. */
export function pictureAttributes({ bytes, code, facts }: PictureRecord): Attributes {
  return defined({
    'tetrapod.picture.bytes': bytes,
    'tetrapod.picture.code': code,
    'tetrapod.picture.format': facts?.format,
    'tetrapod.picture.width': facts?.width,
    'tetrapod.picture.height': facts?.height,
    'tetrapod.picture.megapixels': facts && (facts.width * facts.height) / 1e6,
  });
}

/** Of what is no fault of the client's, and of a client that left before it was answered. */
function errorType({ status, code }: RequestRecord): string | undefined {
  if (status === undefined) return 'aborted';
  return status >= 500 ? (code ?? String(status)) : undefined;
}

function defined(attributes: Record<string, string | number | undefined>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
