import { fieldsAt, MOST_PARTS, Peek, type Structure } from './structure.js';

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** The screen, extensions, images and the sub-blocks of their data (GIF89a, sections 15 to 26). */
export function gifStructure(bytes: Uint8Array): Structure {
  const peek = new Peek(bytes);
  const structure: Structure = { fields: fieldsAt(6, [2, 2, 1, 1, 1], true), parts: [] };
  let at = 13 + tableBytes(peek.u8(10));
  structure.parts.push({ start: 13, end: Math.min(at, peek.length) });
  while (at + 1 < peek.length && structure.parts.length < MOST_PARTS) {
    const start = at;
    const kind = peek.u8(at);
    if (kind === EXTENSION) {
      structure.fields.push(...fieldsAt(at, [1, 1, 1, 1, 2, 1], true));
      at += 2;
    } else if (kind === IMAGE) {
      structure.fields.push(...fieldsAt(at, [1, 2, 2, 2, 2, 1], true));
      at += 10 + tableBytes(peek.u8(at + 9));
      structure.fields.push({ at, bytes: 1, littleEndian: true }); // LZW minimum code size
      at += 1;
    } else {
      break;
    }
    at = skipSubBlocks(peek, at, structure);
    structure.parts.push({ start, end: Math.min(at, peek.length) });
  }
  return structure;
}

/** A colour table's size by the flags before it. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function skipSubBlocks(peek: Peek, start: number, { fields, parts }: Structure): number {
  let at = start;
  for (; at < peek.length && parts.length < MOST_PARTS;) {
    const size = peek.u8(at);
    fields.push({ at, bytes: 1, littleEndian: true });
    if (size === 0) return at + 1;
    parts.push({ start: at, end: Math.min(at + 1 + size, peek.length) });
    at += 1 + size;
  }
  return at;
}
