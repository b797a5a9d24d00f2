import type { ImageFormat } from '../../../src/decoding/formats.js';
import type { Draws } from '../draws.js';
import { structureOf } from '../structure/structure-of.js';
import { ANY_BYTES, splice } from './any-bytes.js';
import { mutateByStructure } from './by-structure.js';
import { mutateUnpacked, withChecksums } from './png-data.js';

/** Mutations of a whole file must not add up to files that take minutes. */
const LONGEST = 1 << 16;

/** A picture of the given format that was damaged one to four times, or not at all: one in two hundred. */
export function mutatedPicture(format: ImageFormat, seeds: readonly Buffer[], draws: Draws): Buffer {
  let bytes = draws.pick(seeds);
  if (draws.chance(0.005)) return bytes;
  for (let count = 1 + draws.below(4); count > 0; count--) {
    if (bytes.length === 0) break;
    bytes = mutateOnce(format, bytes, seeds, draws).subarray(0, LONGEST);
  }
  return finish(format, bytes, draws);
}

function mutateOnce(format: ImageFormat, bytes: Buffer, seeds: readonly Buffer[], draws: Draws): Buffer {
  if (draws.chance(0.05)) return splice(bytes, draws.pick(seeds), draws);
  if (format === 'png' && draws.chance(0.3)) {
    return mutateUnpacked(bytes, (rows) => (rows.length === 0 ? rows : draws.pick(ANY_BYTES)(rows, draws)));
  }
  if (draws.chance(0.5)) return mutateByStructure(bytes, structureOf(format, bytes), draws);
  return draws.pick(ANY_BYTES)(bytes, draws);
}

/** Repairs what would keep a decoder from looking at the rest. */
function finish(format: ImageFormat, bytes: Buffer, draws: Draws): Buffer {
  if (format === 'png' && draws.chance(0.9)) return withChecksums(bytes);
  if (format === 'webp' && bytes.length >= 8 && draws.chance(0.7)) {
    const copy = Buffer.from(bytes);
    copy.writeUInt32LE(copy.length - 8, 4);
    return copy;
  }
  return bytes;
}
