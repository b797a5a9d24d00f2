import type { AxisWeights } from './resample-weights.js';

const LOW_BITS = 15;
/** In 16-bit integers. */
const ENTRY_HEAD = 4;
const PAIR = 4;

/** Weights in the layout that the resize kernel reads; it is described in assembly/resize.ts. */
export interface WeightTable {
  /** That every entry has room for. */
  readonly pairs: number;
  readonly data: Int16Array;
}

/** One entry for each output pixel of an axis. Pairs of inputs begin with an even one: 0 and 1, 2 and 3 ... */
export function weightTable({ taps, first, count, weights }: AxisWeights): WeightTable {
  let pairs = 0;
  for (let i = 0; i < first.length; i++) pairs = Math.max(pairs, pairsOf(first[i]!, count[i]!));
  const length = ENTRY_HEAD + pairs * PAIR;
  const data = new Int16Array(first.length * length);
  for (let i = 0, at = 0; i < first.length; i++, at += length) {
    const odd = first[i]! & 1;
    writeInt32(data, at, first[i]! >> 1);
    writeInt32(data, at + 2, pairsOf(first[i]!, count[i]!));
    for (let k = 0; k < count[i]!; k++) writeWeight(data, at + ENTRY_HEAD, odd + k, weights[i * taps + k]!);
  }
  return { pairs, data };
}

function pairsOf(first: number, count: number): number {
  return ((first + count + 1) >> 1) - (first >> 1);
}

/** @param pairsAt where the pairs of the entry begin */
function writeWeight(data: Int16Array, pairsAt: number, input: number, weight: number): void {
  const at = pairsAt + (input >> 1) * PAIR + (input & 1);
  const high = (weight + (1 << (LOW_BITS - 1))) >> LOW_BITS;
  data[at] = high;
  data[at + 2] = weight - (high << LOW_BITS);
}

/** WebAssembly is little-endian. */
function writeInt32(data: Int16Array, at: number, value: number): void {
  data[at] = value;
  data[at + 1] = value >> 16;
}
