/**
 * Huffman tables (ITU-T T.81 annex C and F.2.2.3), as they stand in the file and as look-up tables that decode
 * a code together with the bits that follow it.
 *
 * The bit reader hands out bits with the first one lowest (see bit-reader.ts), hence every index below is a
 * bit-reversed code.
 */
import { DAMAGED, OK } from './status';

/**
 * Bits of one look-up. More bits find more pairs (see below) and need fewer searches, but the tables compete for the
 * processor's first cache.
 */
export const AC_BITS: i32 = 10;
export const DC_BITS: i32 = 10;
const AC_SIZE: i32 = 1 << AC_BITS;
const DC_SIZE: i32 = 1 << DC_BITS;

/** A table as it stands in the file: 16 counts, 256 symbols. */
const RAW_SIZE: usize = 272;

/** DC tables 0..3, then AC tables 0..3, as the file defines them. */
const RAW: usize = memory.data(8 * 272, 16);

/** One bit for each table defined, in that order. */
let defined: i32 = 0;

/** Values of `skip` (see below) that are no distance but a signal. */
export const SKIP_END_OF_BLOCK: i32 = 128;
export const SKIP_SLOW: i32 = 192;

/**
 * What the look-up leaves to a search, for codes longer than its bits; indexed by code length:
 * i32 limit[17]: (largest code of that length + 1) << (16 - length), or 0; i32 first[17]: index of the
 * length's first symbol minus its first code; then the 256 symbols.
 */
const LONG_LIMIT: usize = 0;
const LONG_FIRST: usize = 17 * 4;
const LONG_SYMBOLS: usize = 34 * 4;
const LONG_SIZE: usize = 34 * 4 + 256 + 8;

/** A slot: raw copy, search data, look-up. An entry has 4 bytes in a DC look-up, 8 in an AC look-up. */
const SLOT_LONG: usize = RAW_SIZE;
const SLOT_LOOKUP: usize = RAW_SIZE + LONG_SIZE;
const DC_SLOT_SIZE: usize = RAW_SIZE + LONG_SIZE + DC_SIZE * 4;
const AC_SLOT_SIZE: usize = RAW_SIZE + LONG_SIZE + AC_SIZE * 8;

/** One slot for each component. They outlive the picture: most files use the standard's tables. */
const DC_SLOTS: usize = memory.data((272 + 400 + DC_SIZE * 4) * 3, 64);
const AC_SLOTS: usize = memory.data((272 + 400 + AC_SIZE * 8) * 3, 64);

/** Which slots hold something. */
let filledSlots: i32 = 0;

/** Scratch: 4-byte entries of single symbols, from which an AC look-up is made. */
const SINGLES: usize = memory.data(AC_SIZE * 4, 16);

/** The 256 bytes with their bits reversed. */
const REVERSED: usize = memory.data(256, 16);
let reversedReady: bool = false;

/** Reverses the order of the low 16 bits. */
export function reverse16(bits: u32): u32 {
  return ((<u32>load<u8>(REVERSED + (bits & 255))) << 8) | (<u32>load<u8>(REVERSED + ((bits >> 8) & 255)));
}

/** Forgets the tables that the file has defined. */
export function forgetHuffmanTables(): void {
  defined = 0;
}

/** DHT (B.2.4.2): `at`..`end` is the segment without its length. */
export function readHuffmanTables(at: usize, end: usize): i32 {
  while (at < end) {
    if (end - at < 17) return DAMAGED;
    const head = <i32>load<u8>(at);
    if ((head & 15) > 3 || head >> 4 > 1) return DAMAGED;
    let count: usize = 0;
    for (let i: usize = 1; i <= 16; i++) count += <usize>load<u8>(at + i);
    at += 17;
    if (count > 256 || end - at < count) return DAMAGED;
    const number = (head >> 4) * 4 + (head & 15);
    const raw = RAW + <usize>number * RAW_SIZE;
    memory.copy(raw, at - 16, 16 + count);
    memory.fill(raw + 16 + count, 0, 256 - count);
    defined |= 1 << number;
    at += count;
  }
  return OK;
}

/** The value of `size` extra bits, 1..15 (F.2.2.1, EXTEND). Without a branch, since the sign has no pattern. */
export function extend(bits: i32, size: i32): i32 {
  const positive = bits >> (size - 1);
  return bits - ((positive - 1) & ((1 << size) - 1));
}

/**
 * Writes the 4-byte entries of a table, 2^`width` of them, into `singles`:
 * bits 0..5 length of code plus extra bits, 8..23 value, 24..31 skip.
 * For AC codes, `skip` is the distance from the last coefficient's zigzag index to this one's, or
 * SKIP_END_OF_BLOCK. SKIP_SLOW: the entry consumes nothing; its "value" is symbol | code length << 8 if the code
 * is short but its extra bits are not, 0 if the code is longer than the look-up.
 */
function fillSingles(raw: usize, slot: usize, ac: bool, singles: usize, width: i32): i32 {
  const entries = 1 << width;
  const long = slot + SLOT_LONG;
  const symbols = raw + 16;
  memory.copy(long + LONG_SYMBOLS, symbols, 256);
  for (let i = 0; i < entries; i++) store<u32>(singles + i * 4, SKIP_SLOW << 24);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(raw + length - 1);
    store<i32>(long + LONG_FIRST + length * 4, index - code);
    for (let i = 0; i < count; i++) {
      const symbol = <i32>load<u8>(symbols + index);
      if (!ac && symbol > 15) return DAMAGED;
      if (length <= width) {
        const size = symbol & 15;
        const run = symbol >> 4;
        const reversed = <i32>(reverse16(code) >> (16 - length));
        if (length + size > width) {
          const entry = (SKIP_SLOW << 24) | (length << 16) | (symbol << 8);
          for (let at = reversed; at < entries; at += 1 << length) store<u32>(singles + at * 4, entry);
        } else {
          let skip = run + 1;
          if (ac && size == 0) skip = run == 15 ? 16 : SKIP_END_OF_BLOCK;
          const total = length + size;
          const base = (skip << 24) | total;
          for (let extra = 0; extra < 1 << size; extra++) {
            const value = size ? extend(extra, size) : 0;
            const entry = base | ((value & 0xffff) << 8);
            const first = reversed | ((<i32>(reverse16(extra) >> (16 - size))) << length);
            for (let at = first; at < entries; at += 1 << total) store<u32>(singles + at * 4, entry);
          }
        }
      }
      code++;
      index++;
    }
    // A code of ones only is not allowed (C.2), nor can there be more codes than the length has.
    if (count && code >= 1 << length) return DAMAGED;
    store<i32>(long + LONG_LIMIT + length * 4, count ? code << (16 - length) : 0);
    code <<= 1;
  }
  return OK;
}

/**
 * Makes the AC look-up out of single entries: where a second symbol is complete within AC_BITS, both
 * are decoded at once. Low word: as in a single entry, but with the length of both; high word: bits 0..5
 * length of the second alone, 8..23 value, 24..31 skip. Without a second symbol, the high word repeats
 * the value with skip 0, which writes the same coefficient again.
 */
function fillPairs(lookup: usize): void {
  for (let i = 0; i < AC_SIZE; i++) {
    const first = load<u32>(SINGLES + i * 4);
    const length = first & 63;
    const second = load<u32>(SINGLES + ((<u32>i) >> length) * 4);
    const both = length + (second & 63);
    // Selected, not branched upon: the outcome has no pattern that a processor could learn.
    const fits =
      (first >> 24 < <u32>SKIP_END_OF_BLOCK ? 1 : 0) &
      (second >> 24 != <u32>SKIP_SLOW ? 1 : 0) &
      (both <= <u32>AC_BITS ? 1 : 0);
    const low = select<u32>((first & ~63) | both, first, fits);
    const high = select<u32>(second, first & 0x00ffff00, fits);
    store<u64>(lookup + i * 8, (<u64>low) | ((<u64>high) << 32));
  }
}

/** Whether two raw tables are the same. */
function sameRaw(a: usize, b: usize): bool {
  for (let i: usize = 0; i < RAW_SIZE; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  return true;
}

/**
 * Prepares the look-up for a component.
 *
 * @param ac whether it is the AC or the DC table
 * @param number the table's number in the file, 0..3
 * @param component 0..2, the slot to use
 * @returns address of the look-up (the search data lie in front of it), or 0 if the table is missing or bad
 */
export function buildLookup(ac: bool, number: i32, component: i32): usize {
  if (!reversedReady) {
    for (let i = 0; i < 256; i++) {
      let bits = 0;
      for (let j = 0; j < 8; j++) if (i & (1 << j)) bits |= 0x80 >> j;
      store<u8>(REVERSED + i, <u8>bits);
    }
    reversedReady = true;
  }
  const rawNumber = (ac ? 4 : 0) + number;
  if (!(defined & (1 << rawNumber))) return 0;
  const raw = RAW + <usize>rawNumber * RAW_SIZE;
  const slot = ac ? AC_SLOTS + <usize>component * AC_SLOT_SIZE : DC_SLOTS + <usize>component * DC_SLOT_SIZE;
  const bit = 1 << ((ac ? 4 : 0) + component);
  if (!(filledSlots & bit) || !sameRaw(raw, slot)) {
    filledSlots &= ~bit;
    const singles = ac ? SINGLES : slot + SLOT_LOOKUP;
    if (fillSingles(raw, slot, ac, singles, ac ? AC_BITS : DC_BITS) != OK) return 0;
    if (ac) fillPairs(slot + SLOT_LOOKUP);
    memory.copy(slot, raw, RAW_SIZE);
    filledSlots |= bit;
  }
  return slot + SLOT_LOOKUP;
}

/**
 * Finds a code longer than `width` bits.
 *
 * @param lookup a look-up's address, and the number of bits that it is good for
 * @param bits the next 16 bits in the order of the standard, the first one highest
 * @returns symbol | code length << 8, or 0 if there is no such code
 */
export function searchLongCode(lookup: usize, width: usize, bits: u32): i32 {
  const long = lookup - LONG_SIZE;
  for (let length: usize = width + 1; length <= 16; length++) {
    if (<i32>bits < load<i32>(long + LONG_LIMIT + length * 4)) {
      const index = (bits >> (16 - <u32>length)) + load<u32>(long + LONG_FIRST + length * 4);
      return (<i32>load<u8>(long + LONG_SYMBOLS + (index & 255))) | ((<i32>length) << 8);
    }
  }
  return 0;
}
