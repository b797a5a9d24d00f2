import { fieldsAt, MOST_PARTS, Peek, type Structure } from './structure.js';

const ANIMATION_FRAME = 0x464d4e41; // "ANMF", read from the little end
const FRAME_HEADER = 16;

/** RIFF chunks (RFC 9649, section 2), those within the frames of an animation as well. */
export function webpStructure(bytes: Uint8Array): Structure {
  const structure: Structure = { fields: fieldsAt(4, [4], true), parts: [] };
  addChunks(new Peek(bytes), 12, bytes.length, structure);
  return structure;
}

function addChunks(peek: Peek, start: number, end: number, structure: Structure): void {
  const { fields, parts } = structure;
  for (let at = start; at + 8 <= end && parts.length < MOST_PARTS;) {
    const size = peek.u32(at + 4, true);
    const next = Math.min(end, at + 8 + size + (size & 1));
    parts.push({ start: at, end: next });
    // The type's last character tells VP8, VP8L and VP8X apart; the first ten bytes hold sizes, flags and offsets.
    fields.push(...fieldsAt(at + 3, [1, 4], true), ...fieldsAt(at + 8, [3, 3, 2, 2], true));
    for (let field = at + 8; field < Math.min(next, at + 24); field++) {
      fields.push({ at: field, bytes: 1, littleEndian: true });
    }
    if (peek.u32(at, true) === ANIMATION_FRAME) addChunks(peek, at + 8 + FRAME_HEADER, next, structure);
    at = next;
  }
}
