import type { Draws } from '../draws.js';
import type { Field, Part, Structure } from '../structure/structure.js';

/** Damages what decoders believe: the value of a field, or which parts there are and in which order. */
export function mutateByStructure(bytes: Buffer, structure: Structure, draws: Draws): Buffer {
  const { fields, parts } = structure;
  if (parts.length === 0 || draws.chance(0.6)) return changeField(bytes, fields, draws);
  const [part, other] = [draws.pick(parts), draws.pick(parts)];
  switch (draws.below(4)) {
    case 0:
      return without(bytes, part);
    case 1:
      return insertAt(bytes, other.start, copyOf(bytes, part));
    case 2:
      return exchange(bytes, part, other);
    default:
      return bytes.subarray(0, draws.chance(0.5) ? part.start : part.end);
  }
}

function changeField(bytes: Buffer, fields: readonly Field[], draws: Draws): Buffer {
  const copy = Buffer.from(bytes);
  if (fields.length === 0) return copy;
  const { at, bytes: size, littleEndian } = draws.pick(fields);
  if (at + size > copy.length) return copy;
  const old = littleEndian ? copy.readUIntLE(at, size) : copy.readUIntBE(at, size);
  const value = newValue(old, size, copy.length, draws);
  if (littleEndian) copy.writeUIntLE(value, at, size);
  else copy.writeUIntBE(value, at, size);
  return copy;
}

/** Near what it was, at an end of its range, near the file's length, or anything. */
function newValue(old: number, size: number, length: number, draws: Draws): number {
  const end = 2 ** (8 * size);
  const value = draws.pick([
    old + 1,
    old - 1,
    old * 2,
    Math.floor(old / 2),
    draws.below(17),
    0,
    end - 1,
    end / 2,
    end / 2 - 1,
    length - draws.below(16),
    draws.below(end),
  ]);
  return ((value % end) + end) % end;
}

function copyOf(bytes: Buffer, { start, end }: Part): Buffer {
  return Buffer.from(bytes.subarray(start, end));
}

function without(bytes: Buffer, { start, end }: Part): Buffer {
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}

function insertAt(bytes: Buffer, at: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

/** Two parts that do not overlap; others stay as they are. */
function exchange(bytes: Buffer, a: Part, b: Part): Buffer {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  if (first.end > second.start) return Buffer.from(bytes);
  return Buffer.concat([
    bytes.subarray(0, first.start),
    bytes.subarray(second.start, second.end),
    bytes.subarray(first.end, second.start),
    bytes.subarray(first.start, first.end),
    bytes.subarray(second.end),
  ]);
}
