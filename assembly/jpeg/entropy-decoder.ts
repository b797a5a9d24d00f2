/**
 * Huffman decoding of MCUs (ITU-T T.81 F.2.2), the larger part of a decoder's time. The state is in locals
 * throughout: WebAssembly engines keep these in registers, but not globals.
 */
import { LAST_INDEX_OFFSET, BLOCK_STRIDE } from './coefficient-layout';
import {
  AC_BITS,
  DC_BITS,
  SKIP_END_OF_BLOCK,
  SKIP_SLOW,
  extend,
  reverse16,
  searchLongCode,
} from './huffman-table';
import { SPENT_BITS, saveBits, savedBuffer, savedFill, savedNext, stopAt } from './bit-reader';

/** What the decoder knows of each block of an MCU, see `describeBlock`. */
const BLOCK_DESCRIPTION_SIZE: usize = 16;
const DESCRIPTIONS: usize = memory.data(6 * 16, 16);

/** Predictions for the DC coefficients of the components. */
const PREDICTIONS: usize = memory.data(16, 16);

/** Blocks in an MCU. */
export let blocksPerMcu: i32 = 0;

/** Begins the description of an MCU. */
export function describeMcu(): void {
  blocksPerMcu = 0;
}

/** Adds a block to the MCU: its look-ups, its table of coefficient offsets and its component's number. */
export function describeBlock(dc: usize, ac: usize, offsets: usize, component: i32): void {
  const at = DESCRIPTIONS + <usize>blocksPerMcu * BLOCK_DESCRIPTION_SIZE;
  store<u32>(at, <u32>dc);
  store<u32>(at, <u32>ac, 4);
  store<u32>(at, <u32>offsets, 8);
  store<u32>(at, <u32>(PREDICTIONS + component * 4), 12);
  blocksPerMcu++;
}

/** Sets the predictions to zero, as at the start of the scan and after every restart marker (F.2.1.3.1). */
export function resetPredictions(): void {
  v128.store(PREDICTIONS, i64x2.splat(0));
}

/** Whether the predictions are such as a sane picture has. */
export function predictionsInRange(): bool {
  const sum = i32x4.add(v128.load(PREDICTIONS), i32x4.splat(0x7fff));
  return !v128.any_true(v128.and(sum, i32x4.splat(0xffff0000)));
}

/** The bit buffer with the bits of `next` added, see bit-reader.ts. */
function refilled(buffer: u64, fill: i32, next: usize): u64 {
  return buffer | (load<u64>(next) << (<u64>fill));
}

/** The address of the first byte that `refilled` could not add completely; `fill | 56` is its position. */
function advanced(fill: i32, next: usize): usize {
  return next + ((63 - (fill & 63)) >> 3);
}

/**
 * Masks of the look-ups' indices, at the place where the bit buffer has them. That is the offset of an AC
 * look-up's 8-byte entry, and twice the offset of a DC look-up's entry.
 */
const AC_MASK: u32 = ((1 << AC_BITS) - 1) << SPENT_BITS;
const DC_MASK: u32 = ((1 << DC_BITS) - 1) << SPENT_BITS;

/**
 * Decodes up to `count` MCUs into blocks of the layout in coefficient-layout.ts, one after the other from `block`
 * on. The blocks' coefficients must be zero before.
 *
 * @returns how many MCUs were decoded (fewer if the window has to be filled), or -1 if the data are damaged
 */
export function decodeMcus(block: usize, count: i32): i32 {
  let buffer: u64 = savedBuffer;
  let fill: i32 = savedFill;
  let next: usize = savedNext;
  const stop = stopAt;
  const endOfDescriptions = DESCRIPTIONS + <usize>blocksPerMcu * BLOCK_DESCRIPTION_SIZE;
  let done = 0;
  while (done < count && next <= stop) {
    for (let it = DESCRIPTIONS; it < endOfDescriptions; it += BLOCK_DESCRIPTION_SIZE) {
      const ac = <usize>load<u32>(it, 4);
      const offsets = <usize>load<u32>(it, 8);

      // The DC coefficient.
      buffer = refilled(buffer, fill, next);
      next = advanced(fill, next);
      fill |= 56;
      const dc = <usize>load<u32>(it);
      let entry = load<u32>(dc + ((<usize>((<u32>buffer) & DC_MASK)) >> 1));
      let difference = (<i32>(entry << 8)) >> 16;
      if (entry >> 24 != SKIP_SLOW) {
        buffer >>= <u64>entry;
        fill -= <i32>entry;
      } else {
        let found = difference;
        if (!found) found = searchLongCode(dc, DC_BITS, reverse16(<u32>(buffer >> SPENT_BITS)));
        if (!found) return -1;
        buffer >>= <u64>(found >> 8);
        fill -= found >> 8;
        const size = found & 255;
        difference = size ? extend(<i32>(reverse16(<u32>(buffer >> SPENT_BITS)) >> (16 - size)), size) : 0;
        buffer >>= <u64>size;
        fill -= size;
      }
      const prediction = <usize>load<u32>(it, 12);
      difference += load<i32>(prediction);
      store<i32>(prediction, difference);
      store<u16>(block, difference);

      // The AC coefficients. `index` is the zigzag index of the last one.
      let index: u32 = 0;
      while (true) {
        let pair: u64;
        // After a refill, at least 53 bits are valid: enough for four look-ups. A look-up decodes one or two
        // symbols; what is no coefficient makes `index` leave the range (see SKIP_END_OF_BLOCK).
        do {
          buffer = refilled(buffer, fill, next);
          next = advanced(fill, next);
          fill |= 56;

          pair = load<u64>(ac + <usize>((<u32>buffer) & AC_MASK));
          buffer >>= pair;
          fill -= <i32>pair;
          index += (<u32>pair) >> 24;
          store<u16>(block + <usize>load<u8>(offsets + index), (<u32>pair) >> 8);
          index += <u32>(pair >> 56);
          store<u16>(block + <usize>load<u8>(offsets + index), <u32>(pair >> 40));
          if (index >= 63) break;

          pair = load<u64>(ac + <usize>((<u32>buffer) & AC_MASK));
          buffer >>= pair;
          fill -= <i32>pair;
          index += (<u32>pair) >> 24;
          store<u16>(block + <usize>load<u8>(offsets + index), (<u32>pair) >> 8);
          index += <u32>(pair >> 56);
          store<u16>(block + <usize>load<u8>(offsets + index), <u32>(pair >> 40));
          if (index >= 63) break;

          pair = load<u64>(ac + <usize>((<u32>buffer) & AC_MASK));
          buffer >>= pair;
          fill -= <i32>pair;
          index += (<u32>pair) >> 24;
          store<u16>(block + <usize>load<u8>(offsets + index), (<u32>pair) >> 8);
          index += <u32>(pair >> 56);
          store<u16>(block + <usize>load<u8>(offsets + index), <u32>(pair >> 40));
          if (index >= 63) break;

          pair = load<u64>(ac + <usize>((<u32>buffer) & AC_MASK));
          buffer >>= pair;
          fill -= <i32>pair;
          index += (<u32>pair) >> 24;
          store<u16>(block + <usize>load<u8>(offsets + index), (<u32>pair) >> 8);
          index += <u32>(pair >> 56);
          store<u16>(block + <usize>load<u8>(offsets + index), <u32>(pair >> 40));
        } while (index < 63);

        // The common end: an end-of-block code, be it the first or the second symbol.
        if (index - SKIP_END_OF_BLOCK < 63) {
          index -= SKIP_END_OF_BLOCK;
          break;
        }

        const skip = <u32>(pair >> 56);
        const first = index - skip;
        if (first < 63) {
          // The second symbol filled the block, or leads beyond its end.
          if (index == 63) break;
          return -1;
        }
        if (first == 63) {
          // The first symbol filled the block; if there was a second one, it belongs to the next block.
          const back = (<u64>(pair >> 32)) & 63;
          if (back) {
            // Load the buffer anew from where the second symbol begins.
            const position = ((<u64>next) << 3) - <u64>(fill & 63) + SPENT_BITS - back;
            const at = <usize>(position >> 3);
            const odd = position & 7;
            buffer = (load<u64>(at) >> odd) << SPENT_BITS;
            next = at + 7;
            fill = 56 + SPENT_BITS - <i32>odd;
          }
          index = 63;
          break;
        }
        if (first < <u32>SKIP_SLOW) return -1;

        // A code, or a code with its extra bits, that is longer than the look-up.
        index = first - SKIP_SLOW;
        buffer = refilled(buffer, fill, next);
        next = advanced(fill, next);
        fill |= 56;
        let found = (<i32>((<u32>pair) >> 8)) & 0xffff;
        if (!found) found = searchLongCode(ac, AC_BITS, reverse16(<u32>(buffer >> SPENT_BITS)));
        if (!found) return -1;
        buffer >>= <u64>(found >> 8);
        fill -= found >> 8;
        const size = found & 15;
        const run = (found >> 4) & 15;
        if (size) {
          index += run + 1;
          if (index > 63) return -1;
          const bits = <i32>(reverse16(<u32>(buffer >> SPENT_BITS)) >> (16 - size));
          buffer >>= <u64>size;
          fill -= size;
          store<u16>(block + <usize>load<u8>(offsets + index), extend(bits, size));
        } else {
          if (run != 15) break;
          index += 16;
          if (index > 63) return -1;
        }
        if (index == 63) break;
      }
      store<u32>(block, index, LAST_INDEX_OFFSET);
      block += BLOCK_STRIDE;
    }
    done++;
  }
  saveBits(buffer, fill, next);
  return done;
}
