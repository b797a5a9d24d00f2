/**
 * Where the 64 coefficients of a block lie in memory. The order is neither zigzag nor row by row but the one
 * in which the inverse DCT's first pass multiplies them: `i32x4.dot_i16x8_s` wants the two rows of a
 * butterfly side by side, so rows are stored as the pairs (0,4) (2,6) (1,7) (5,3), and the columns in the
 * same order, so that the first pass's result is already paired for the second one.
 *
 * A block is eight vectors of eight 16-bit coefficients: vectors 0..3 hold columns 0 4 2 6, vectors 4..7
 * columns 1 7 5 3; within each half, vector p holds row pair p; within a vector, lane 2c+r is column c, row r
 * of the pair. After these 128 bytes follow 16 more: a dump for coefficients that nobody wants, and the
 * block's last non-zero index.
 */

/** Bytes from one block to the next. */
export const BLOCK_STRIDE: usize = 144;

/** Byte offset, within a block, at which unwanted coefficients are dropped. */
export const DUMP_OFFSET: u8 = 128;

/** Byte offset, within a block, of the zigzag index (32 bit) of its last coded coefficient. */
export const LAST_INDEX_OFFSET: usize = 132;

/** Zigzag index -> row * 8 + column (ITU-T T.81 figure A.6). */
// prettier-ignore
const ZIGZAG: usize = memory.data<u8>([
   0,  1,  8, 16,  9,  2,  3, 10,
  17, 24, 32, 25, 18, 11,  4,  5,
  12, 19, 26, 33, 40, 48, 41, 34,
  27, 20, 13,  6,  7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36,
  29, 22, 15, 23, 30, 37, 44, 51,
  58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);

/** Row or column number -> its rank in the order 0 4 2 6 1 7 5 3. */
const RANK: usize = memory.data<u8>([0, 4, 2, 7, 1, 6, 3, 5]);

/**
 * Offset tables: zigzag index (0..255) -> byte offset within the block. Indices above 63 cannot be
 * coefficients; the entropy decoder uses them as signals and lets them write into the dump.
 */
const OFFSETS_FULL: usize = memory.data(256, 16);
const OFFSETS_ODD: usize = memory.data(256, 16);
const OFFSETS_NONE: usize = memory.data(256, 16);

let ready: bool = false;

/** Byte offset, within a block, of the coefficient with that zigzag index (0..63). */
export function coefficientOffset(zigzagIndex: i32): i32 {
  const natural = <i32>load<u8>(ZIGZAG + zigzagIndex);
  const row = <i32>load<u8>(RANK + (natural >> 3));
  const column = <i32>load<u8>(RANK + (natural & 7));
  const vector = (column >> 2) * 4 + (row >> 1);
  return (vector * 8 + (column & 3) * 2 + (row & 1)) * 2;
}

/**
 * The offset table for blocks that become `size` x `size` samples. The 2x2 transform ignores the even rows and
 * columns other than 0, the 1x1 transform all but the DC coefficient: these go into the dump at once.
 */
export function coefficientOffsets(size: i32): usize {
  if (!ready) {
    memory.fill(OFFSETS_FULL, DUMP_OFFSET, 256);
    memory.fill(OFFSETS_ODD, DUMP_OFFSET, 256);
    memory.fill(OFFSETS_NONE, DUMP_OFFSET, 256);
    for (let i = 0; i < 64; i++) {
      const natural = <i32>load<u8>(ZIGZAG + i);
      const row = natural >> 3;
      const column = natural & 7;
      const offset = <u8>coefficientOffset(i);
      store<u8>(OFFSETS_FULL + i, offset);
      const wanted = (row == 0 || (row & 1) == 1) && (column == 0 || (column & 1) == 1);
      if (wanted) store<u8>(OFFSETS_ODD + i, offset);
    }
    ready = true;
  }
  return size == 1 ? OFFSETS_NONE : size == 2 ? OFFSETS_ODD : OFFSETS_FULL;
}
