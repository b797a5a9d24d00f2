/**
 * LZW compression with codes that grow to twelve bits, in the two dialects of picture files:
 * GIF fills bytes from the low bit (GIF89a specification, appendix F); TIFF fills them from the high bit and
 * lets the codes grow one code early (TIFF 6.0, section 13).
 */
export type LzwDialect = 'gif' | 'tiff';

/** Gathers codes of changing length into bytes. */
function bitWriter(lowBitFirst: boolean) {
  const bytes: number[] = [];
  let pending = 0;
  let count = 0;
  return {
    write(code: number, length: number): void {
      for (let i = 0; i < length; i++) {
        const bit = (code >> (lowBitFirst ? i : length - 1 - i)) & 1;
        pending |= bit << (lowBitFirst ? count : 7 - count);
        if (++count === 8) this.flush();
      }
    },
    flush(): void {
      if (count > 0) bytes.push(pending);
      pending = 0;
      count = 0;
    },
    bytes,
  };
}

/** Compresses symbols of `symbolBits` bits; the stream starts with a clear code and ends with an end code. */
export function lzw(symbols: ArrayLike<number>, symbolBits: number, dialect: LzwDialect): Uint8Array {
  const clear = 1 << symbolBits;
  const early = dialect === 'tiff' ? 1 : 0;
  const out = bitWriter(dialect === 'gif');
  let table = new Map<number, number>();
  let next = clear + 2;
  let length = symbolBits + 1;

  out.write(clear, length);
  let prefix = symbols[0] ?? 0;
  for (let i = 1; i < symbols.length; i++) {
    const symbol = symbols[i] ?? 0;
    const key = (prefix << 8) | symbol;
    const known = table.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    out.write(prefix, length);
    table.set(key, next++);
    // The decoder runs one entry behind, hence larger and not equal.
    if (next + early > 1 << length) length++;
    // Both dialects end at twelve bits; TIFF wants the clear code before entry 4094 is exceeded.
    if (next >= 4094) {
      out.write(clear, length);
      table = new Map();
      next = clear + 2;
      length = symbolBits + 1;
    }
    prefix = symbol;
  }
  out.write(prefix, length);
  // The decoder has one entry more by now, so the end code may be one bit longer.
  if (next + 1 + early > 1 << length) length++;
  out.write(clear + 1, length);
  out.flush();
  return Uint8Array.from(out.bytes);
}
