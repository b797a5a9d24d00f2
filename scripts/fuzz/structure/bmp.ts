import { fieldsAt, type Structure } from './structure.js';

/** The file header, the info header of any version with its masks, and what follows (Windows GDI reference). */
export function bmpStructure(bytes: Uint8Array): Structure {
  const pixelsAt = bytes.length >= 14 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(10, true) : 0;
  const middle = Math.min(bytes.length, Math.max(54, pixelsAt));
  return {
    fields: [
      ...fieldsAt(2, [4, 4, 4, 4, 4, 4, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4], true),
      // The oldest headers have 16-bit sizes.
      ...fieldsAt(18, [2, 2, 2, 2], true),
    ],
    parts: [
      { start: 14, end: Math.min(54, bytes.length) },
      { start: Math.min(54, bytes.length), end: middle },
      { start: middle, end: bytes.length },
    ],
  };
}
