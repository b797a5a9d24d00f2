import { Draws } from './draws.js';
import { judge } from './judge.js';
import { mutatedPicture } from './mutate/mutate-picture.js';
import type { Seeds } from './seeds.js';
import { Finding, type Target } from './target.js';

/** How often an accepted picture is decoded twice. */
const REPEATED = 0.2;

export interface Case {
  readonly bytes: Buffer;
  readonly repeat: boolean;
}

/** A case by its number alone: the same bytes on every machine. */
export function caseOf(
  { formats }: Pick<Target, 'formats'>,
  seeds: Seeds,
  seed: number,
  index: number,
): Case {
  const draws = new Draws(seed, index);
  const format = draws.pick(formats);
  const repeat = draws.chance(REPEATED);
  return { bytes: mutatedPicture(format, seeds[format], draws), repeat };
}

export type CaseResult = { readonly outcome: string } | { readonly finding: Finding };

/** @throws what is neither an outcome nor a finding: a fault of the fuzzer itself */
export async function tryCase(target: Target, { bytes, repeat }: Case): Promise<CaseResult> {
  try {
    return { outcome: await judge(target, bytes, repeat) };
  } catch (error) {
    if (error instanceof Finding) return { finding: error };
    throw error;
  }
}
