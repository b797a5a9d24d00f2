import { deflateSync, inflateSync } from 'node:zlib';
import { concat } from '../../pictures/bytes.js';
import { crc32 } from '../../pictures/checksums.js';
import { pngChunk } from '../../pictures/png-writer.js';
import { pngStructure } from '../structure/png.js';
import type { Part } from '../structure/structure.js';

/** Of one file at the most; a mutated file may claim to unpack to anything. */
const MOST_UNPACKED = 1 << 20;

/** Writes the checksums that the chunks ought to have, so that a decoder looks at what is in them. */
export function withChecksums(png: Buffer): Buffer {
  const copy = Buffer.from(png);
  for (const { start, end } of pngStructure(copy).parts) {
    if (end - start === 12 + copy.readUInt32BE(start)) {
      copy.writeUInt32BE(crc32(copy.subarray(start + 4, end - 4)), end - 4);
    }
  }
  return copy;
}

/**
 * Damages the filtered rows beneath the compression, which a change of the compressed bytes never reaches: their
 * checksum (Adler-32) is wrong then.
 * @returns the same file where its data cannot be unpacked
 */
export function mutateUnpacked(png: Buffer, mutate: (rows: Buffer) => Buffer): Buffer {
  const chunks = pngStructure(png).parts;
  const isData = ({ start }: Part) => png.toString('latin1', start + 4, start + 8) === 'IDAT';
  const data = chunks.filter(isData);
  const [first] = data;
  if (!first) return png;
  let rows: Buffer;
  try {
    const packed = Buffer.concat(data.map(({ start, end }) => png.subarray(start + 8, end - 4)));
    rows = inflateSync(packed, { maxOutputLength: MOST_UNPACKED });
  } catch {
    return png;
  }
  const rest = chunks.filter((chunk) => chunk.start > first.start && !isData(chunk));
  return Buffer.from(
    concat(
      png.subarray(0, first.start),
      pngChunk('IDAT', deflateSync(mutate(rows), { level: 1 })),
      ...rest.map(({ start, end }) => png.subarray(start, end)),
    ),
  );
}
