import { InvalidArgumentError } from 'commander';
import { DRAWN_SIZES, type DrawnSize } from './drawn/drawn-sizes.js';
import { MAX_CONNECTIONS, parseLevels } from './plan.js';

/** Levels of load, as in `1,4,16`. */
export function levels(text: string): number[] {
  const parsed = parseLevels(text);
  if (!parsed) throw new InvalidArgumentError(`expected numbers from 1 to ${MAX_CONNECTIONS}, as in 1,4,16`);
  return parsed;
}

/** One of the sizes of drawn pictures, as in `500x375`. */
export function drawnSize(text: string): DrawnSize {
  const size = DRAWN_SIZES.find((candidate) => candidate === text);
  if (!size) throw new InvalidArgumentError(`expected one of ${DRAWN_SIZES.join(', ')}`);
  return size;
}

/** An address to which paths can be added. */
export function serverUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('expected a URL such as http://127.0.0.1:3000');
  }
  if (url.username + url.password !== '') {
    throw new InvalidArgumentError("expected a URL without a password; give --header 'Authorization: ...'");
  }
  if (url.search + url.hash !== '') throw new InvalidArgumentError('expected a URL without ? and #');
  return url;
}

/** Collects `Name: value` (RFC 9110, section 5). */
export function header(text: string, collected: [string, string][] = []): [string, string][] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError("expected a header such as 'Authorization: Bearer abc'");
  }
  if (/^(content-length|transfer-encoding|connection|expect)$/i.test(name)) {
    throw new InvalidArgumentError(`expected another header than ${name}, which is set here; leave it out`);
  }
  return [...collected, [name, value.trimEnd()]];
}
