/**
 * Entropy-coded bytes, prepared for fast reading: a segment (what lies between two markers) is copied piece by
 * piece into a window, without its stuffed zero bytes (ITU-T T.81 B.1.1.5) and with the bits of every byte
 * reversed. The stream's first bit then is the lowest one of a little-endian word, so that the decoder can load
 * 64 bits without looking at single bytes and index its tables by the low bits.
 *
 * The decoder's bit buffer is described by three numbers: `buffer`, whose bits 3.. are the next bits of the
 * stream (bits 0..2 are spent ones, so that `buffer & (mask << 3)` is an offset into a table of 64-bit
 * entries); `fill`, of which the low six bits count the bits that are valid, including the spent ones; and
 * `next`, the address of the byte whose first bit belongs at position `fill`. Bits above `fill` are either zero
 * or already those of `next`, hence `buffer |= load(next) << fill` refills without any masking.
 */

/** Bits at the bottom of the bit buffer that are no longer wanted: log2 of the size of a look-up's entry. */
export const SPENT_BITS: i32 = 3;

/** Bytes of entropy-coded data that the window takes in at once. */
const WINDOW_SIZE: usize = 8192;

/**
 * No MCU is longer than six blocks of 64 symbols of at most 31 bits: 1488 bytes. While the segment goes on,
 * decoding stops that far before the window's end.
 */
const LONGEST_MCU: usize = 1536;

/** Bytes in front of the window that stay readable, for taking back a symbol. */
const WINDOW_LEAD: usize = 16;

/** Bytes to allocate for the window: lead, data, and what an MCU may read beyond the end. */
export const WINDOW_BYTES: u32 = 16 + 8192 + 2 * 1536 + 64;

let windowStart: usize = 0;
let windowEnd: usize = 0;

/** The next input byte to copy and the input's end. */
let inputNext: usize = 0;
let inputLimit: usize = 0;

/** Whether the segment's end is in the window. */
let segmentComplete: bool = false;

/** The code of the marker that ended the segment; 0 if the input ended without one. */
let marker: i32 = 0;

/** The bit buffer between two calls of the decoder. */
export let savedBuffer: u64 = 0;
export let savedFill: i32 = 0;
export let savedNext: usize = 0;

/** When `next` lies beyond this address, decoding has to stop after the MCU. */
export let stopAt: usize = 0;

/** Keeps the bit buffer for the next call. */
export function saveBits(buffer: u64, fill: i32, next: usize): void {
  savedBuffer = buffer;
  savedFill = fill & 63;
  savedNext = next;
}

// prettier-ignore
const REVERSED_NIBBLES_LOW: usize = memory.data<u8>([
  0x00, 0x80, 0x40, 0xc0, 0x20, 0xa0, 0x60, 0xe0, 0x10, 0x90, 0x50, 0xd0, 0x30, 0xb0, 0x70, 0xf0,
], 16);
// prettier-ignore
const REVERSED_NIBBLES_HIGH: usize = memory.data<u8>([
  0x0, 0x8, 0x4, 0xc, 0x2, 0xa, 0x6, 0xe, 0x1, 0x9, 0x5, 0xd, 0x3, 0xb, 0x7, 0xf,
], 16);

/** Copies up to WINDOW_SIZE more bytes of the segment behind `to` and returns the new end of the window. */
function copySegment(to: usize): usize {
  let from = inputNext;
  const limit = inputLimit;
  const stop = to + WINDOW_SIZE - 16;
  const low = v128.load(REVERSED_NIBBLES_LOW);
  const high = v128.load(REVERSED_NIBBLES_HIGH);
  const nibble = i8x16.splat(15);
  const ones = i8x16.splat(-1);
  while (to < stop) {
    let count: i32 = 0;
    if (limit - from >= 18) {
      const bytes = v128.load(from);
      const reversed = v128.or(
        i8x16.swizzle(low, v128.and(bytes, nibble)),
        i8x16.swizzle(high, v128.and(i16x8.shr_u(bytes, 4), nibble)),
      );
      v128.store(to, reversed);
      const isMark = i8x16.eq(bytes, ones);
      if (!v128.any_true(isMark)) {
        to += 16;
        from += 16;
        continue;
      }
      count = ctz<i32>(i8x16.bitmask(isMark));
    } else {
      // The input's last bytes, one by one.
      while (from + count < limit && load<u8>(from + count) != 0xff) {
        const byte = <u32>load<u8>(from + count);
        store<u8>(
          to + count,
          load<u8>(REVERSED_NIBBLES_LOW + (byte & 15)) | load<u8>(REVERSED_NIBBLES_HIGH + (byte >> 4)),
        );
        count++;
      }
    }
    to += count;
    from += count;
    if (from >= limit) {
      segmentComplete = true;
      break;
    }
    // At a 0xff: a stuffed zero after it makes it data; otherwise it begins a marker, perhaps after fill bytes.
    if (limit - from >= 2 && load<u8>(from, 1) == 0) {
      store<u8>(to, 0xff);
      to++;
      from += 2;
      continue;
    }
    while (from < limit && load<u8>(from) == 0xff) from++;
    // Fill bytes before a stuffed zero are nobody's intention; with no marker the picture is given up.
    marker = from < limit ? <i32>load<u8>(from) : 0;
    from++;
    segmentComplete = true;
    break;
  }
  inputNext = from;
  return to;
}

/** Where decoding has to stop: see `stopAt`. */
function setStop(): void {
  stopAt = segmentComplete ? windowEnd + 8 : windowEnd - LONGEST_MCU;
}

/** Begins the first segment: the window lies at `window` (WINDOW_BYTES long), the data at `from`..`limit`. */
export function openScan(window: usize, from: usize, limit: usize): void {
  windowStart = window + WINDOW_LEAD;
  inputNext = from;
  inputLimit = limit;
  openSegment();
}

/** Begins the segment at the next input byte. */
export function openSegment(): void {
  segmentComplete = false;
  marker = 0;
  windowEnd = copySegment(windowStart);
  savedBuffer = 0;
  savedFill = SPENT_BITS;
  savedNext = windowStart;
  setStop();
}

/**
 * Makes sure that another MCU can be decoded.
 *
 * @returns whether it can: false if decoding has run past the segment's end
 */
export function fillWindow(): bool {
  if (savedNext <= stopAt) return true;
  if (segmentComplete) return false;
  // Keep what is unread and a little more, and append.
  const keep = savedNext - WINDOW_LEAD;
  const rest = windowEnd - keep;
  memory.copy(windowStart - WINDOW_LEAD, keep, rest);
  savedNext = windowStart;
  windowEnd = copySegment(windowStart - WINDOW_LEAD + rest);
  setStop();
  return savedNext <= stopAt;
}

/**
 * Ends the segment.
 *
 * @returns the code of the marker that follows, or 0 unless less than a byte of the segment is left (and no bit
 *   was read beyond its end)
 */
export function closeSegment(): i32 {
  // The last bits may lie just before the end of the window without the marker having been seen yet.
  if (!segmentComplete && !fillWindowToEnd()) return 0;
  const left = ((<i32>(windowEnd - savedNext)) << 3) + savedFill - SPENT_BITS;
  return left >= 0 && left < 8 ? marker : 0;
}

/** Looks for the segment's end when nearly everything of it has been read. */
function fillWindowToEnd(): bool {
  if (windowEnd - savedNext > 16) return false;
  stopAt = 0;
  fillWindow();
  return segmentComplete;
}
