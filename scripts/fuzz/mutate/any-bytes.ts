import type { Draws } from '../draws.js';

/** Makes a damaged copy; the bytes that it is given stay as they are. */
export type Mutation = (bytes: Buffer, draws: Draws) => Buffer;

const INTERESTING_BYTES = [0, 1, 2, 0x10, 0x7f, 0x80, 0xd0, 0xd9, 0xda, 0xfe, 0xff];
const LONGEST_BLOCK = 64;

const flipBits: Mutation = (bytes, draws) => {
  const copy = Buffer.from(bytes);
  for (let count = 1 + draws.below(4); count > 0; count--) {
    const at = draws.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << draws.below(8));
  }
  return copy;
};

const setBytes: Mutation = (bytes, draws) => {
  const copy = Buffer.from(bytes);
  const at = draws.below(copy.length);
  const value = draws.chance(0.7) ? draws.pick(INTERESTING_BYTES) : draws.below(256);
  copy.subarray(at, at + 1 + draws.below(draws.chance(0.8) ? 2 : 16)).fill(value);
  return copy;
};

const truncate: Mutation = (bytes, draws) => bytes.subarray(0, draws.below(bytes.length));

const removeBlock: Mutation = (bytes, draws) => {
  const { start, end } = block(bytes, draws);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
};

const duplicateBlock: Mutation = (bytes, draws) => {
  const { start, end } = block(bytes, draws);
  const times = draws.chance(0.9) ? 1 : 1 + draws.below(50);
  const at = draws.chance(0.5) ? end : draws.below(bytes.length);
  const copies = Array.from({ length: times }, () => bytes.subarray(start, end));
  return Buffer.concat([bytes.subarray(0, at), ...copies, bytes.subarray(at)]);
};

const insertBlock: Mutation = (bytes, draws) => {
  const at = draws.below(bytes.length + 1);
  const length = 1 + draws.below(LONGEST_BLOCK);
  const inserted = draws.chance(0.5)
    ? draws.bytes(length)
    : Buffer.alloc(length, draws.pick(INTERESTING_BYTES));
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
};

/** Any four bytes may be a length that nobody has described. */
const extremeNumber: Mutation = (bytes, draws) => {
  const copy = Buffer.from(bytes);
  const at = draws.below(Math.max(1, copy.length - 4));
  const value = draws.pick([0, 1, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]);
  const size = value > 0xffff ? 4 : 2;
  if (at + size > copy.length) return copy;
  if (draws.chance(0.5)) copy.writeUIntBE(value, at, size);
  else copy.writeUIntLE(value, at, size);
  return copy;
};

export const ANY_BYTES: readonly Mutation[] = [
  flipBits,
  flipBits,
  setBytes,
  setBytes,
  truncate,
  removeBlock,
  duplicateBlock,
  insertBlock,
  extremeNumber,
];

function block(bytes: Buffer, draws: Draws): { start: number; end: number } {
  const start = draws.below(bytes.length);
  return { start, end: Math.min(bytes.length, start + 1 + draws.below(LONGEST_BLOCK)) };
}

/** The beginning of one file and the end of another of the same format. */
export function splice(first: Buffer, second: Buffer, draws: Draws): Buffer {
  const cut = draws.below(first.length);
  // Mostly at the same place, where both have the same kind of thing.
  const from = draws.chance(0.7) ? cut : draws.below(second.length);
  return Buffer.concat([first.subarray(0, cut), second.subarray(from)]);
}
