/*
 * Base64 of RFC 4648, section 4, strictly: the standard alphabet, padding required, no bits lost in the last character.
 * Source of the vector code: Muła and Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions",
 * ACM Transactions on the Web 12 (3), 2018; with their tables for vectors of 16 bytes.
 */
const PAD: u32 = 0x3d;
const INVALID: u32 = 0xff;
const FOREIGN: i32 = -1;

/**
 * @param source ASCII characters; anything that does not belong is found, bytes from 0x80 on as well
 * @param target room for 3 bytes for every 4 characters; `source` itself or below it, or apart from it
 * @returns the number of bytes, or -1 if the text is not in the canonical form; the target is undefined then
 */
export function base64Decode(source: usize, length: u32, target: usize): i32 {
  if (length == 0) return 0;
  if (length & 3) return FOREIGN;
  const last = source + length - 4;
  let at = source;
  let to = target;
  let errors = i8x16.splat(0);
  // 16 bytes are stored for 12: at least 8 characters must follow, which are 4 bytes and more.
  if (length >= 24) {
    for (const end = source + length - 24; at <= end; at += 16) {
      const text = v128.load(at);
      errors = v128.or(errors, foreign(text));
      v128.store(to, bytesOf(text));
      to += 12;
    }
  }
  if (v128.any_true(errors)) return FOREIGN;
  for (; at < last; at += 4) {
    const bits = quartet(load<u8>(at), load<u8>(at, 1), load<u8>(at, 2), load<u8>(at, 3));
    if (bits >> 24) return FOREIGN;
    store<u8>(to, bits >> 16);
    store<u8>(to, bits >> 8, 1);
    store<u8>(to, bits, 2);
    to += 3;
  }
  const third = load<u8>(last, 2);
  const fourth = load<u8>(last, 3);
  const padding: u32 = fourth != PAD ? 0 : third != PAD ? 1 : 2;
  const bits = quartet(
    load<u8>(last),
    load<u8>(last, 1),
    padding == 2 ? 0x41 : third,
    padding >= 1 ? 0x41 : fourth,
  );
  // 8 or 16 of the 24 bits belong to no byte and must be 0, as must the flag of a foreign character.
  if (bits >> 24 || bits & ((1 << (8 * padding)) - 1)) return FOREIGN;
  store<u8>(to, bits >> 16);
  if (padding < 2) store<u8>(to, bits >> 8, 1);
  if (padding < 1) store<u8>(to, bits, 2);
  return <i32>(to - target) + 3 - padding;
}

/** 24 bits of four characters; beyond them bits are set if any is foreign. */
function quartet(a: u32, b: u32, c: u32, d: u32): u32 {
  const first = digit(a);
  const second = digit(b);
  const third = digit(c);
  const fourth = digit(d);
  const isForeign = (first | second | third | fourth) > 63;
  return isForeign ? 1 << 24 : (first << 18) | (second << 12) | (third << 6) | fourth;
}

function digit(character: u32): u32 {
  if (character - 0x41 < 26) return character - 0x41;
  if (character - 0x61 < 26) return character - 0x61 + 26;
  if (character - 0x30 < 10) return character - 0x30 + 52;
  if (character == 0x2b) return 62;
  if (character == 0x2f) return 63;
  return INVALID;
}

/** Not 0 in a byte that is no character of the alphabet: a bit for each class of halves that do not go together. */
function foreign(text: v128): v128 {
  const high = i8x16.shr_u(text, 4);
  const low = v128.and(text, i8x16.splat(0x0f));
  return v128.and(
    i8x16.swizzle(
      i8x16(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a),
      low,
    ),
    i8x16.swizzle(
      i8x16(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10),
      high,
    ),
  );
}

/** The 12 bytes of 16 characters of the alphabet, then 4 bytes of 0. */
function bytesOf(text: v128): v128 {
  // What a character's distance from its digit is follows from its upper half, but for the slash.
  const isSlash = i8x16.eq(text, i8x16.splat(0x2f));
  const distance = i8x16.swizzle(
    i8x16(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0),
    i8x16.add(i8x16.shr_u(text, 4), isSlash),
  );
  const digits = i8x16.add(text, distance);
  // Pairs of digits of 6 bits -> 12 bits -> 24 bits
  const pairs = v128.and(v128.or(i16x8.shl(digits, 6), i16x8.shr_u(digits, 8)), i16x8.splat(0x0fff));
  const quartets = i32x4.dot_i16x8_s(pairs, i32x4.splat(0x0001_1000));
  return i8x16.swizzle(quartets, i8x16(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
}
