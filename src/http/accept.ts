import { parseMediaType, parseParameterised, type MediaType } from './media-type.js';

/** From 0 to 1. RFC 9110, 12.4.2, has three decimals behind a digit; Java's own client writes `.2`. */
const WEIGHT = /^(?:0*(?:\.\d*)?|0*1(?:\.0*)?)$/;

/**
 * Chooses among the types that can be answered with (RFC 9110, 12.5.1). Express's own `accepts` takes a range with a
 * parameter, such as the `application/json; charset=utf-8` that many clients send, for another type, and would refuse it.
 *
 * It is lenient where the header is not as the RFC has it: a weight that is none counts as 1, and a lone `*` means any type,
 * as Java's HttpURLConnection writes it.
 *
 * @param accept the header as it came; undefined, which allows everything, where it did not
 * @param offered types, the one to prefer among equals first
 * @returns the one that the client likes best, among equals the one that it names more closely; undefined where it allows none of them
 */
export function negotiate<T extends string>(
  accept: string | undefined,
  offered: readonly T[],
): T | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = splitList(accept).map(parseRange);
  let best: T | undefined;
  let bestLiking: Liking = { weight: 0, closeness: 0 };
  for (const type of offered) {
    const liking = likingOf(type, ranges);
    if (isStronger(liking, bestLiking)) [best, bestLiking] = [type, liking];
  }
  return best;
}

/** How a client likes a type. */
interface Liking {
  /** From 0, not at all, to 1. */
  weight: number;
  /** Of the range that names it: 3 for the type itself, 2 for its family, 1 for all types. */
  closeness: number;
}

/** By the range that names the type most closely; what is no range allows nothing. */
function likingOf(type: string, ranges: readonly (MediaType | undefined)[]): Liking {
  const [family] = type.split('/');
  for (const [i, name] of [type, `${family}/*`, '*/*'].entries()) {
    const weights = ranges.filter((range) => range?.type === name).map((range) => weightOf(range!));
    if (weights.length > 0) return { weight: Math.max(...weights), closeness: 3 - i };
  }
  return { weight: 0, closeness: 0 };
}

function isStronger(one: Liking, other: Liking): boolean {
  if (one.weight !== other.weight) return one.weight > other.weight;
  return one.weight > 0 && one.closeness > other.closeness;
}

function parseRange(text: string): MediaType | undefined {
  const parsed = parseParameterised(text);
  return parsed?.value === '*' ? { type: '*/*', parameters: parsed.parameters } : parseMediaType(text);
}

function weightOf({ parameters }: MediaType): number {
  const text = parameters.get('q') ?? '';
  return /\d/.test(text) && WEIGHT.test(text) ? Number(text) : 1;
}

/** At commas, but for those in quotes. */
function splitList(header: string): string[] {
  const items: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < header.length; at++) {
    if (header[at] === '"') isQuoted = !isQuoted;
    else if (header[at] === '\\' && isQuoted) at++;
    else if (header[at] === ',' && !isQuoted) {
      items.push(header.slice(start, at));
      start = at + 1;
    }
  }
  return [...items, header.slice(start)];
}
