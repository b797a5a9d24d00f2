/** So many requests in so many milliseconds. */
export interface Rate {
  requests: number;
  windowMs: number;
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000 };
const MOST_REQUESTS = 1_000_000;
const MOST_WINDOW_MS = 24 * UNIT_MS.h;

/** @returns what a text such as `100/10s`, `60/1m` or `1000/h` means; undefined where it means nothing */
export function parseRate(text: string): Rate | undefined {
  const [, requests, count, unit] = /^(\d{1,7})\/(\d{0,5})([smh])$/.exec(text) ?? [];
  if (requests === undefined) return undefined;
  const rate = {
    requests: Number(requests),
    windowMs: Number(count === '' ? 1 : count) * UNIT_MS[unit as keyof typeof UNIT_MS],
  };
  const isWithin = (value: number, most: number) => value >= 1 && value <= most;
  return isWithin(rate.requests, MOST_REQUESTS) && isWithin(rate.windowMs, MOST_WINDOW_MS) ? rate : undefined;
}

export function isRate(text: string): boolean {
  return parseRate(text) !== undefined;
}
