/**
 * The 8x8 inverse DCT (ITU-T T.81 A.3.3) in integers: Loeffler, Ligtenberg and Moschytz, "Practical fast 1-D DCT
 * algorithms with 11 multiplications", ICASSP 1989, in the variant with 13-bit constants and two extra bits
 * between the passes that libjpeg calls JDCT_ISLOW. Products with a shared operand are merged, so that every
 * rotation is one multiply-add of two 16-bit numbers; this changes no bit of the result.
 */
import { LAST_INDEX_OFFSET } from './coefficient-layout';

// The cosines, scaled by 8192.
const F_0_298: i16 = 2446;
const F_0_390: i16 = 3196;
const F_0_541: i16 = 4433;
const F_0_765: i16 = 6270;
const F_0_899: i16 = 7373;
const F_1_175: i16 = 9633;
const F_1_501: i16 = 12299;
const F_1_847: i16 = 15137;
const F_1_961: i16 = 16069;
const F_2_053: i16 = 16819;
const F_2_562: i16 = 20995;
const F_3_072: i16 = 25172;

/** Eight lanes with a and b in turn: the factors of a pair of rows. */
function pairOf(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>b) << 16) | ((<i32>a) & 0xffff));
}

// Even part: rows (0,4) and (2,6).
function sum04(p: v128): v128 {
  return i32x4.dot_i16x8_s(p, pairOf(8192, 8192));
}
function difference04(p: v128): v128 {
  return i32x4.dot_i16x8_s(p, pairOf(8192, -8192));
}
function outer26(p: v128): v128 {
  return i32x4.dot_i16x8_s(p, pairOf(F_0_541 + F_0_765, F_0_541));
}
function inner26(p: v128): v128 {
  return i32x4.dot_i16x8_s(p, pairOf(F_0_541, F_0_541 - F_1_847));
}

// Odd part: rows (1,7), rows (5,3) and their sum.
function odd0(p17: v128, z4: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(p17, pairOf(F_1_501 - F_0_899, -F_0_899)), z4);
}
function odd1(p53: v128, z3: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(p53, pairOf(-F_2_562, F_3_072 - F_2_562)), z3);
}
function odd2(p53: v128, z4: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(p53, pairOf(F_2_053 - F_2_562, -F_2_562)), z4);
}
function odd3(p17: v128, z3: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(p17, pairOf(-F_0_899, F_0_298 - F_0_899)), z3);
}
function z3Of(sums: v128): v128 {
  return i32x4.dot_i16x8_s(sums, pairOf(F_1_175, F_1_175 - F_1_961));
}
function z4Of(sums: v128): v128 {
  return i32x4.dot_i16x8_s(sums, pairOf(F_1_175 - F_0_390, F_1_175));
}

/** Reads a vector of coefficients, clears it for the next block and dequantises. */
export function takeCoefficients(block: usize, quantisation: usize, offset: usize): v128 {
  const coefficients = v128.load(block + offset);
  v128.store(block + offset, i64x2.splat(0));
  return i16x8.mul(coefficients, v128.load(quantisation + offset));
}

function unpackLow32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}
function unpackHigh32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}
function unpackLow64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}
function unpackHigh64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}
function unpackLow16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
function unpackHigh16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
function unpackLow8(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
function unpackHigh8(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** A vector of 128s: what turns signed samples into unsigned ones (A.3.1, level shift). */
function levelShift(): v128 {
  return i8x16.splat(-128);
}

/**
 * Bias with which `outOfRange` collects values: whatever is not in -8192..8191 sets one of the two upper bits of
 * a 16-bit lane.
 */
export const RANGE_BIAS: i16 = 0x2000;

/**
 * Transforms blocks of one component that stand side by side in the picture.
 *
 * @param block address of the first block's coefficients (see coefficient-layout.ts); they are set to zero
 * @param blockStep bytes to the next block of this component
 * @param count number of blocks
 * @param quantisation address of the component's table in the same layout
 * @param rows address of the first block's first sample
 * @param stride bytes from one row of samples to the next
 * @returns false if a coefficient was so large that 16-bit implementations differ in what they make of it
 */
export function transformBlocks8(
  block: usize,
  blockStep: usize,
  count: i32,
  quantisation: usize,
  rows: usize,
  stride: usize,
): bool {
  let range = i64x2.splat(0);
  while (count > 0) {
    count--;
    if (load<u32>(block, LAST_INDEX_OFFSET) == 0) {
      fillBlock8(block, quantisation, rows, stride);
      block += blockStep;
      rows += 8;
      continue;
    }

    // First pass, over columns: the left half of the layout (columns 0 4 2 6), then the right one (1 7 5 3).
    const round1 = i32x4.splat(1 << 10);
    let p04 = takeCoefficients(block, quantisation, 0);
    let p26 = takeCoefficients(block, quantisation, 16);
    let p17 = takeCoefficients(block, quantisation, 32);
    let p53 = takeCoefficients(block, quantisation, 48);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    let t = i32x4.add(sum04(p04), round1);
    let u = outer26(p26);
    let a0 = i32x4.add(t, u);
    let a3 = i32x4.sub(t, u);
    t = i32x4.add(difference04(p04), round1);
    u = inner26(p26);
    let a1 = i32x4.add(t, u);
    let a2 = i32x4.sub(t, u);
    let z = i16x8.add(p17, p53);
    let z3 = z3Of(z);
    let z4 = z4Of(z);
    let o = odd0(p17, z4);
    const l0 = i32x4.shr_s(i32x4.add(a0, o), 11);
    const l7 = i32x4.shr_s(i32x4.sub(a0, o), 11);
    o = odd1(p53, z3);
    const l1 = i32x4.shr_s(i32x4.add(a1, o), 11);
    const l6 = i32x4.shr_s(i32x4.sub(a1, o), 11);
    o = odd2(p53, z4);
    const l2 = i32x4.shr_s(i32x4.add(a2, o), 11);
    const l5 = i32x4.shr_s(i32x4.sub(a2, o), 11);
    o = odd3(p17, z3);
    const l3 = i32x4.shr_s(i32x4.add(a3, o), 11);
    const l4 = i32x4.shr_s(i32x4.sub(a3, o), 11);

    p04 = takeCoefficients(block, quantisation, 64);
    p26 = takeCoefficients(block, quantisation, 80);
    p17 = takeCoefficients(block, quantisation, 96);
    p53 = takeCoefficients(block, quantisation, 112);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    t = i32x4.add(sum04(p04), round1);
    u = outer26(p26);
    a0 = i32x4.add(t, u);
    a3 = i32x4.sub(t, u);
    t = i32x4.add(difference04(p04), round1);
    u = inner26(p26);
    a1 = i32x4.add(t, u);
    a2 = i32x4.sub(t, u);
    z = i16x8.add(p17, p53);
    z3 = z3Of(z);
    z4 = z4Of(z);
    o = odd0(p17, z4);
    const r0 = i16x8.narrow_i32x4_s(l0, i32x4.shr_s(i32x4.add(a0, o), 11));
    const r7 = i16x8.narrow_i32x4_s(l7, i32x4.shr_s(i32x4.sub(a0, o), 11));
    o = odd1(p53, z3);
    const r1 = i16x8.narrow_i32x4_s(l1, i32x4.shr_s(i32x4.add(a1, o), 11));
    const r6 = i16x8.narrow_i32x4_s(l6, i32x4.shr_s(i32x4.sub(a1, o), 11));
    o = odd2(p53, z4);
    const r2 = i16x8.narrow_i32x4_s(l2, i32x4.shr_s(i32x4.add(a2, o), 11));
    const r5 = i16x8.narrow_i32x4_s(l5, i32x4.shr_s(i32x4.sub(a2, o), 11));
    o = odd3(p17, z3);
    const r3 = i16x8.narrow_i32x4_s(l3, i32x4.shr_s(i32x4.add(a3, o), 11));
    const r4 = i16x8.narrow_i32x4_s(l4, i32x4.shr_s(i32x4.sub(a3, o), 11));

    // Second pass, over rows 0..3: their columns stand in pairs already, so transposing 32-bit lanes does.
    const round2 = i32x4.splat(1 << 17);
    let x = unpackLow32(r0, r1);
    let y = unpackLow32(r2, r3);
    p04 = unpackLow64(x, y);
    p26 = unpackHigh64(x, y);
    x = unpackHigh32(r0, r1);
    y = unpackHigh32(r2, r3);
    p17 = unpackLow64(x, y);
    p53 = unpackHigh64(x, y);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    t = i32x4.add(sum04(p04), round2);
    u = outer26(p26);
    a0 = i32x4.add(t, u);
    a3 = i32x4.sub(t, u);
    t = i32x4.add(difference04(p04), round2);
    u = inner26(p26);
    a1 = i32x4.add(t, u);
    a2 = i32x4.sub(t, u);
    z = i16x8.add(p17, p53);
    z3 = z3Of(z);
    z4 = z4Of(z);
    o = odd0(p17, z4);
    const t0 = i32x4.shr_s(i32x4.add(a0, o), 18);
    const t7 = i32x4.shr_s(i32x4.sub(a0, o), 18);
    o = odd1(p53, z3);
    const t1 = i32x4.shr_s(i32x4.add(a1, o), 18);
    const t6 = i32x4.shr_s(i32x4.sub(a1, o), 18);
    o = odd2(p53, z4);
    const t2 = i32x4.shr_s(i32x4.add(a2, o), 18);
    const t5 = i32x4.shr_s(i32x4.sub(a2, o), 18);
    o = odd3(p17, z3);
    const t3 = i32x4.shr_s(i32x4.add(a3, o), 18);
    const t4 = i32x4.shr_s(i32x4.sub(a3, o), 18);

    // And over rows 4..7.
    x = unpackLow32(r4, r5);
    y = unpackLow32(r6, r7);
    p04 = unpackLow64(x, y);
    p26 = unpackHigh64(x, y);
    x = unpackHigh32(r4, r5);
    y = unpackHigh32(r6, r7);
    p17 = unpackLow64(x, y);
    p53 = unpackHigh64(x, y);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    t = i32x4.add(sum04(p04), round2);
    u = outer26(p26);
    a0 = i32x4.add(t, u);
    a3 = i32x4.sub(t, u);
    t = i32x4.add(difference04(p04), round2);
    u = inner26(p26);
    a1 = i32x4.add(t, u);
    a2 = i32x4.sub(t, u);
    z = i16x8.add(p17, p53);
    z3 = z3Of(z);
    z4 = z4Of(z);
    o = odd0(p17, z4);
    const c0 = i16x8.narrow_i32x4_s(t0, i32x4.shr_s(i32x4.add(a0, o), 18));
    const c7 = i16x8.narrow_i32x4_s(t7, i32x4.shr_s(i32x4.sub(a0, o), 18));
    o = odd1(p53, z3);
    const c1 = i16x8.narrow_i32x4_s(t1, i32x4.shr_s(i32x4.add(a1, o), 18));
    const c6 = i16x8.narrow_i32x4_s(t6, i32x4.shr_s(i32x4.sub(a1, o), 18));
    o = odd2(p53, z4);
    const c2 = i16x8.narrow_i32x4_s(t2, i32x4.shr_s(i32x4.add(a2, o), 18));
    const c5 = i16x8.narrow_i32x4_s(t5, i32x4.shr_s(i32x4.sub(a2, o), 18));
    o = odd3(p17, z3);
    const c3 = i16x8.narrow_i32x4_s(t3, i32x4.shr_s(i32x4.add(a3, o), 18));
    const c4 = i16x8.narrow_i32x4_s(t4, i32x4.shr_s(i32x4.sub(a3, o), 18));

    // Columns of 16-bit numbers -> rows of samples.
    const shift = levelShift();
    const n04 = v128.xor(i8x16.narrow_i16x8_s(c0, c4), shift);
    const n15 = v128.xor(i8x16.narrow_i16x8_s(c1, c5), shift);
    const n26 = v128.xor(i8x16.narrow_i16x8_s(c2, c6), shift);
    const n37 = v128.xor(i8x16.narrow_i16x8_s(c3, c7), shift);
    x = unpackLow8(n04, n15);
    y = unpackLow8(n26, n37);
    const left03 = unpackLow16(x, y);
    const left47 = unpackHigh16(x, y);
    x = unpackHigh8(n04, n15);
    y = unpackHigh8(n26, n37);
    const right03 = unpackLow16(x, y);
    const right47 = unpackHigh16(x, y);
    let row = rows;
    x = unpackLow32(left03, right03);
    v128.store64_lane(row, x, 0);
    row += stride;
    v128.store64_lane(row, x, 1);
    row += stride;
    x = unpackHigh32(left03, right03);
    v128.store64_lane(row, x, 0);
    row += stride;
    v128.store64_lane(row, x, 1);
    row += stride;
    x = unpackLow32(left47, right47);
    v128.store64_lane(row, x, 0);
    row += stride;
    v128.store64_lane(row, x, 1);
    row += stride;
    x = unpackHigh32(left47, right47);
    v128.store64_lane(row, x, 0);
    row += stride;
    v128.store64_lane(row, x, 1);

    block += blockStep;
    rows += 8;
  }
  return !v128.any_true(v128.and(range, i16x8.splat(<i16>0xc000)));
}

/**
 * The sample that a block without AC coefficients consists of: the two passes come down to a rounded division
 * by eight. The DC coefficient is set to zero.
 */
export function takeFlatSample(block: usize, quantisation: usize): i32 {
  const dc = <i32>load<i16>(block) * <i32>load<i16>(quantisation);
  store<u16>(block, 0);
  const scaled = <i32>(<i16>(dc << 2));
  return min(max(((scaled + 16) >> 5) + 128, 0), 255);
}

/** A block whose samples are all the same. */
function fillBlock8(block: usize, quantisation: usize, rows: usize, stride: usize): void {
  const samples = <u64>takeFlatSample(block, quantisation) * 0x0101010101010101;
  for (let i = 0; i < 8; i++) {
    store<u64>(rows, samples);
    rows += stride;
  }
}
