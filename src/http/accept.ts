import { parseMediaType, type MediaType } from './media-type.js';

/** Weights are 0 to 1 with three decimals (RFC 9110, 12.4.2). */
const WEIGHT = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/;

/**
 * Chooses among the types that can be answered with (RFC 9110, 12.5.1). Express's own `accepts` takes a range with a
 * parameter, such as the `application/json; charset=utf-8` that many clients send, for another type, and would refuse it.
 * @param accept the header as it came; undefined, which allows everything, where it did not
 * @param offered types, the one to prefer among equals first
 * @returns the one that the client likes best, undefined where it allows none of them
 */
export function negotiate<T extends string>(
  accept: string | undefined,
  offered: readonly T[],
): T | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = splitList(accept).map(parseMediaType);
  let best: T | undefined;
  let bestWeight = 0;
  for (const type of offered) {
    const weight = weightOf(type, ranges);
    if (weight > bestWeight) [best, bestWeight] = [type, weight];
  }
  return best;
}

/** The weight of the range that names the type most closely; what is no range allows nothing. */
function weightOf(type: string, ranges: readonly (MediaType | undefined)[]): number {
  const [family] = type.split('/');
  for (const name of [type, `${family}/*`, '*/*']) {
    const weights = ranges.filter((range) => range?.type === name).map((range) => weight(range!));
    if (weights.length > 0) return Math.max(...weights);
  }
  return 0;
}

function weight({ parameters }: MediaType): number {
  const text = parameters.get('q') ?? '1';
  return WEIGHT.test(text) ? Number(text) : 0;
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
