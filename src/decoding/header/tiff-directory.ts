import { HeaderError } from './header-fields.js';

const SHORT = 3;
const LONG = 4;

interface Entry {
  type: number;
  length: number;
  /** Of the values, or of the offset at which they are. */
  at: number;
}

export interface TiffDirectory {
  /** The first value of every tag of type SHORT or LONG. */
  tags: Map<number, number>;
  /** All values of such a tag; none where the directory does not have it. */
  valuesOf: (tag: number) => number[];
  /** Where the offset of the next directory (page) stands. */
  nextOffsetAt: number;
}

/**
 * Where the entries of the first directory of a TIFF stand, 12 bytes each, and where they end. Nothing says that the file goes
 * on so far.
 * @throws RangeError where it ends before them
 */
export function placeOfFirstDirectory(bytes: DataView): {
  littleEndian: boolean;
  entriesAt: number;
  end: number;
} {
  const littleEndian = bytes.getUint16(0) === 0x4949;
  const start = bytes.getUint32(4, littleEndian);
  const entriesAt = start + 2;
  return { littleEndian, entriesAt, end: entriesAt + bytes.getUint16(start, littleEndian) * 12 };
}

/**
 * Reads the first image file directory of a TIFF 6.0 file (section 2). Later pages are never looked at.
 * @throws HeaderError for a tag that stands there twice
 */
export function readFirstDirectory(bytes: DataView): TiffDirectory {
  const { littleEndian, entriesAt, end } = placeOfFirstDirectory(bytes);
  const tags = new Map<number, number>();
  const seen = new Set<number>();
  const entries = new Map<number, Entry>();
  const read = (type: number, at: number) =>
    type === SHORT ? bytes.getUint16(at, littleEndian) : bytes.getUint32(at, littleEndian);
  for (let entry = entriesAt; entry < end; entry += 12) {
    const type = bytes.getUint16(entry + 2, littleEndian);
    const tag = bytes.getUint16(entry, littleEndian);
    // Decoders disagree which of the two counts, and the size of the other would not have been checked.
    if (seen.has(tag)) throw new HeaderError(`it has the tag ${tag} twice`);
    seen.add(tag);
    if (type !== SHORT && type !== LONG) continue;
    entries.set(tag, { type, length: bytes.getUint32(entry + 4, littleEndian), at: entry + 8 });
  }
  const placeOf = ({ type, length, at }: Entry) => {
    const size = type === SHORT ? 2 : 4;
    // Up to four bytes stand in the entry itself, more elsewhere.
    const start = length * size <= 4 ? at : bytes.getUint32(at, littleEndian);
    return { start, size, end: start + length * size };
  };
  for (const [tag, entry] of entries) {
    const { start, size } = placeOf(entry);
    // Most tags say nothing of the picture itself, so that it is whole without them.
    if (entry.length > 0 && start + size <= bytes.byteLength) tags.set(tag, read(entry.type, start));
  }
  const valuesOf = (tag: number) => {
    const entry = entries.get(tag);
    if (!entry) return [];
    const { start: first, size, end } = placeOf(entry);
    if (end > bytes.byteLength) throw new RangeError('values beyond the end of the file');
    return Array.from({ length: entry.length }, (_, i) => read(entry.type, first + i * size));
  };
  return { tags, valuesOf, nextOffsetAt: end };
}
