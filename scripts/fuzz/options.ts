import { parseArgs } from 'node:util';
import { TARGET_NAMES, type TargetName } from './targets.js';

export interface FuzzOptions {
  readonly engines: readonly TargetName[];
  /** For each engine. */
  readonly cases: number;
  /** For each engine; it stops when the first of the two is reached. */
  readonly minutes: number | undefined;
  /** Requests. */
  readonly http: number;
  readonly seed: number;
  /** The one case that is to be repeated. */
  readonly only: number | undefined;
  /** Where the findings and the summary are written. */
  readonly out: string;
}

const DEFAULT_MINUTES = 60;
const DEFAULT_REQUESTS = 100_000;

/** @throws Error that says which option is wrong and what was expected */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engine: { type: 'string', default: 'all' },
      cases: { type: 'string' },
      minutes: { type: 'string' },
      http: { type: 'string' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      out: { type: 'string', default: 'fuzz-findings' },
    },
  });
  const { engine, cases, minutes, http, seed, only, out } = values;
  const isBounded = cases !== undefined || minutes !== undefined;
  return {
    engines: enginesOf(engine),
    cases: wholeNumber('cases', cases) ?? Number.MAX_SAFE_INTEGER,
    minutes: wholeNumber('minutes', minutes) ?? (isBounded ? undefined : DEFAULT_MINUTES),
    // One engine is asked for to look at that one.
    http: wholeNumber('http', http) ?? (engine === 'all' && only === undefined ? DEFAULT_REQUESTS : 0),
    seed: wholeNumber('seed', seed)!,
    only: wholeNumber('only', only),
    out,
  };
}

function enginesOf(name: string): readonly TargetName[] {
  if (name === 'all') return TARGET_NAMES;
  if (name === 'none') return [];
  const found = TARGET_NAMES.filter((candidate) => candidate === name);
  if (found.length === 0) {
    throw new Error(`--engine: expected all, none or one of ${TARGET_NAMES.join(', ')}, received "${name}"`);
  }
  return found;
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${option}: expected a whole number, received "${text}"`);
  return Number(text);
}
