/** Integers as bytes, in both orders: PNG and JPEG count from the big end, BMP, GIF and RIFF from the little. */
export type Bytes = Uint8Array;

export function u8(...values: number[]): Bytes {
  return Uint8Array.from(values);
}

export function be16(...values: number[]): Bytes {
  return u8(...values.flatMap((value) => [(value >> 8) & 255, value & 255]));
}

export function be32(...values: number[]): Bytes {
  return concat(...values.map((value) => be16(value >>> 16, value & 0xffff)));
}

export function le16(...values: number[]): Bytes {
  return u8(...values.flatMap((value) => [value & 255, (value >> 8) & 255]));
}

export function le32(...values: number[]): Bytes {
  return concat(...values.map((value) => le16(value & 0xffff, value >>> 16)));
}

/** A string of characters below 256, one byte each. */
export function latin1(text: string): Bytes {
  return Buffer.from(text, 'latin1');
}

export function utf8(text: string): Bytes {
  return Buffer.from(text, 'utf8');
}

export function concat(...parts: Bytes[]): Bytes {
  return Buffer.concat(parts);
}

/** A copy with the bytes at `offset` replaced. */
export function patched(bytes: Bytes, offset: number, replacement: Bytes): Bytes {
  const copy = Uint8Array.from(bytes);
  copy.set(replacement, offset);
  return copy;
}

/** Packs samples of 1, 2, 4, 8 or 16 bits, the first one in the high bits, each row padded to a whole byte. */
export function packRows(samples: ArrayLike<number>, samplesPerRow: number, bits: number): Bytes[] {
  const rows: Bytes[] = [];
  for (let start = 0; start < samples.length; start += samplesPerRow) {
    const row = new Uint8Array(Math.ceil((samplesPerRow * bits) / 8));
    for (let i = 0; i < samplesPerRow; i++) {
      const value = samples[start + i] ?? 0;
      if (bits === 16) {
        row[2 * i] = value >> 8;
        row[2 * i + 1] = value & 255;
      } else {
        const at = i * bits;
        row[at >> 3] = (row[at >> 3] ?? 0) | (value << (8 - bits - (at & 7)));
      }
    }
    rows.push(row);
  }
  return rows;
}
