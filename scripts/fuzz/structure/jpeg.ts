import { fieldsAt, MOST_PARTS, Peek, type Structure } from './structure.js';

const SCAN = 0xda;
const END = 0xd9;
/** Enough of a segment for the frame header, a Huffman table's counts, or the ids of a scan. */
const HEAD_FIELDS = 20;

/** Marker segments (ITU-T T.81, annex B); the data of a scan are a part of their own. */
export function jpegStructure(bytes: Uint8Array): Structure {
  const peek = new Peek(bytes);
  const structure: Structure = { fields: [], parts: [] };
  let at = 2;
  while (at + 4 <= peek.length && structure.parts.length < MOST_PARTS) {
    const marker = peek.u8(at + 1);
    const end = Math.min(peek.length, at + 2 + Math.max(2, peek.u16(at + 2, false)));
    structure.parts.push({ start: at, end });
    structure.fields.push(...fieldsAt(at + 1, [1, 2], false));
    for (let field = at + 4; field < Math.min(end, at + 4 + HEAD_FIELDS); field++) {
      structure.fields.push({ at: field, bytes: 1, littleEndian: false });
    }
    // The height, and the width or the restart interval, as whole numbers.
    structure.fields.push(...fieldsAt(at + 5, [2, 2], false));
    at = marker === SCAN ? endOfScan(peek, end) : end;
    if (marker === SCAN) structure.parts.push({ start: end, end: at });
    if (peek.u8(at + 1) === END) break;
  }
  return structure;
}

/** The next marker that is neither a stuffed 0xff nor a restart. */
function endOfScan(peek: Peek, start: number): number {
  for (let at = start; at + 1 < peek.length; at++) {
    if (peek.u8(at) !== 0xff) continue;
    const next = peek.u8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return peek.length;
}
