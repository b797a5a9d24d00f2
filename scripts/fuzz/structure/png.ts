import { fieldsAt, MOST_PARTS, Peek, type Structure } from './structure.js';

/** Chunks (PNG specification, third edition, section 5.3): length, type, up to 16 bytes of data, checksum. */
export function pngStructure(bytes: Uint8Array): Structure {
  const peek = new Peek(bytes);
  const structure: Structure = { fields: [], parts: [] };
  for (let at = 8; at + 12 <= peek.length && structure.parts.length < MOST_PARTS;) {
    const length = peek.u32(at, false);
    const end = Math.min(peek.length, at + 12 + length);
    structure.parts.push({ start: at, end });
    structure.fields.push(...fieldsAt(at, [4, 1, 1, 1, 1], false));
    if (length >= 8) structure.fields.push(...fieldsAt(at + 8, [4, 4], false));
    for (let field = at + 8; field < Math.min(at + 8 + Math.min(length, 16), end); field++) {
      structure.fields.push({ at: field, bytes: 1, littleEndian: false });
    }
    at = end;
  }
  return structure;
}
