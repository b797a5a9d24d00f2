import { fieldsAt, MOST_PARTS, Peek, type Structure } from './structure.js';

const MOST_DIRECTORIES = 4;

/** The entries of the directories (TIFF 6.0, section 2): tag, type, count and value, each a field. */
export function tiffStructure(bytes: Uint8Array): Structure {
  const peek = new Peek(bytes);
  const littleEndian = peek.u8(0) === 0x49;
  const structure: Structure = { fields: fieldsAt(4, [4], littleEndian), parts: [] };
  let directory = peek.u32(4, littleEndian);
  for (let n = 0; n < MOST_DIRECTORIES && directory > 0 && directory + 2 <= peek.length; n++) {
    const count = peek.u16(directory, littleEndian);
    structure.fields.push(...fieldsAt(directory, [2], littleEndian));
    let at = directory + 2;
    for (let entry = 0; entry < count && at + 12 <= peek.length; entry++, at += 12) {
      if (structure.parts.length >= MOST_PARTS) return structure;
      structure.parts.push({ start: at, end: at + 12 });
      structure.fields.push(
        ...fieldsAt(at, [2, 2, 4, 4], littleEndian),
        ...fieldsAt(at + 8, [2], littleEndian),
      );
    }
    structure.fields.push(...fieldsAt(at, [4], littleEndian));
    directory = peek.u32(at, littleEndian);
  }
  return structure;
}
