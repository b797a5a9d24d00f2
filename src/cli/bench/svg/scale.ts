export type ScaleKind = 'linear' | 'log';

export interface Scale {
  /** The places of the grid lines, in values. */
  ticks: number[];
  /** From a value to a place on the drawing. */
  place: (value: number) => number;
}

const NICE = [1, 2, 5, 10];
const MAX_TICKS = 7;

/**
 * An axis that shows all values between round ends; a linear one begins at 0, so that lengths can be compared.
 * @param from where its lower end is drawn
 * @param to where its upper end is drawn
 */
export function scaleFor(values: readonly number[], kind: ScaleKind, from: number, to: number): Scale {
  const shown = values.filter((value) => Number.isFinite(value) && (kind === 'linear' || value > 0));
  const [low, high] = shown.length === 0 ? [1, 10] : [Math.min(...shown), Math.max(...shown)];
  const ticks = kind === 'log' ? logTicks(low, high) : linearTicks(high);
  const position = kind === 'log' ? Math.log10 : (value: number) => value;
  const [start, end] = [position(ticks[0]!), position(ticks.at(-1)!)];
  return { ticks, place: (value) => from + ((position(value) - start) / (end - start)) * (to - from) };
}

/** 0 to the first round number that is not below the value. */
function linearTicks(high: number): number[] {
  const rough = (high > 0 ? high : 1) / (MAX_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * NICE.find((nice) => nice * power >= rough * (1 - 1e-9))!;
  const count = Math.ceil((high > 0 ? high : 1) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => rounded(i * step));
}

/** 1, 2, 5, 10, ... around both values; only powers of ten where these are too many. */
function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const all: number[] = [];
  for (let power = first; power <= last; power++) {
    for (const nice of NICE.slice(0, 3)) all.push(rounded(nice * 10 ** power));
  }
  const begin = Math.max(...all.filter((tick) => tick <= low * (1 + 1e-9)));
  const end = Math.min(...all.filter((tick) => tick >= high * (1 - 1e-9)));
  const within = all.filter((tick) => tick >= begin && tick <= end);
  if (within.length === 1) return [within[0]!, rounded(within[0]! * 10)];
  if (within.length <= MAX_TICKS) return within;
  return Array.from({ length: last - first + 1 }, (_, i) => rounded(10 ** (first + i)));
}

/** Without what binary fractions add: 0.30000000000000004 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
