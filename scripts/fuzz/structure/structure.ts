/** A number in a file that decoders believe: a length, a size, a count, a kind. */
export interface Field {
  readonly at: number;
  readonly bytes: 1 | 2 | 3 | 4;
  readonly littleEndian: boolean;
}

/** A chunk, segment or block: something that can be left out, doubled or exchanged as a whole. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** Where the fields and parts of a file lie, as far as it can still be told of a damaged one. */
export interface Structure {
  readonly fields: Field[];
  readonly parts: Part[];
}

/** A file may be a chain of a million empty chunks; nobody needs them all. */
export const MOST_PARTS = 400;

/** Reads numbers; beyond the end there are zeros. */
export class Peek {
  constructor(private readonly bytes: Uint8Array) {}

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number, littleEndian: boolean): number {
    const [first, second] = [this.u8(at), this.u8(at + 1)];
    return littleEndian ? first | (second << 8) : (first << 8) | second;
  }

  u32(at: number, littleEndian: boolean): number {
    const [first, second] = [this.u16(at, littleEndian), this.u16(at + 2, littleEndian)];
    return littleEndian ? first + second * 65536 : first * 65536 + second;
  }
}

/** Fields of the given sizes one behind the other. */
export function fieldsAt(at: number, sizes: readonly (1 | 2 | 3 | 4)[], littleEndian: boolean): Field[] {
  let next = at;
  return sizes.map((bytes) => {
    const field = { at: next, bytes, littleEndian };
    next += bytes;
    return field;
  });
}
