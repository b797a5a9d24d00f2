/**
 * Inverse DCTs that yield 4x4, 2x2 or 1x1 samples from a block of 8x8 coefficients: each sample is (nearly) the
 * mean of those it stands for. They are the 8x8 transform with the averaging folded into its last stage, as
 * libjpeg has them for its reduced scales (jidctred.c); constants have 13 bits, two extra bits are kept between
 * the passes.
 */
import { LAST_INDEX_OFFSET } from './coefficient-layout';
import { RANGE_BIAS, takeCoefficients, takeFlatSample } from './idct';

function pairOf(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>b) << 16) | ((<i32>a) & 0xffff));
}

// The 4-point transform. Row 4 does not take part.
function four0(p: v128): v128 {
  return i32x4.dot_i16x8_s(p, pairOf(16384, 0));
}
function four26(p: v128): v128 {
  return i32x4.dot_i16x8_s(p, pairOf(15137, -6270));
}
function fourInner(p17: v128, p53: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(p17, pairOf(8697, -1730)),
    i32x4.dot_i16x8_s(p53, pairOf(11893, -17799)),
  );
}
function fourOuter(p17: v128, p53: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(p17, pairOf(20995, -4176)), i32x4.dot_i16x8_s(p53, pairOf(-4926, 7373)));
}

/** As `transformBlocks8`, with 4x4 samples for each block. */
export function transformBlocks4(
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
      const samples = takeFlatSample(block, quantisation) * 0x01010101;
      store<u32>(rows, samples);
      store<u32>(rows + stride, samples);
      store<u32>(rows + stride * 2, samples);
      store<u32>(rows + stride * 3, samples);
      block += blockStep;
      rows += 4;
      continue;
    }

    const round1 = i32x4.splat(1 << 11);
    let p04 = takeCoefficients(block, quantisation, 0);
    let p26 = takeCoefficients(block, quantisation, 16);
    let p17 = takeCoefficients(block, quantisation, 32);
    let p53 = takeCoefficients(block, quantisation, 48);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    let t = i32x4.add(four0(p04), round1);
    let u = four26(p26);
    let a0 = i32x4.add(t, u);
    let a1 = i32x4.sub(t, u);
    let o = fourOuter(p17, p53);
    const l0 = i32x4.shr_s(i32x4.add(a0, o), 12);
    const l3 = i32x4.shr_s(i32x4.sub(a0, o), 12);
    o = fourInner(p17, p53);
    const l1 = i32x4.shr_s(i32x4.add(a1, o), 12);
    const l2 = i32x4.shr_s(i32x4.sub(a1, o), 12);

    p04 = takeCoefficients(block, quantisation, 64);
    p26 = takeCoefficients(block, quantisation, 80);
    p17 = takeCoefficients(block, quantisation, 96);
    p53 = takeCoefficients(block, quantisation, 112);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    t = i32x4.add(four0(p04), round1);
    u = four26(p26);
    a0 = i32x4.add(t, u);
    a1 = i32x4.sub(t, u);
    o = fourOuter(p17, p53);
    const r0 = i16x8.narrow_i32x4_s(l0, i32x4.shr_s(i32x4.add(a0, o), 12));
    const r3 = i16x8.narrow_i32x4_s(l3, i32x4.shr_s(i32x4.sub(a0, o), 12));
    o = fourInner(p17, p53);
    const r1 = i16x8.narrow_i32x4_s(l1, i32x4.shr_s(i32x4.add(a1, o), 12));
    const r2 = i16x8.narrow_i32x4_s(l2, i32x4.shr_s(i32x4.sub(a1, o), 12));

    const round2 = i32x4.splat(1 << 18);
    let x = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    let y = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    p04 = v128.shuffle<i64>(x, y, 0, 2);
    p26 = v128.shuffle<i64>(x, y, 1, 3);
    x = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    y = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    p17 = v128.shuffle<i64>(x, y, 0, 2);
    p53 = v128.shuffle<i64>(x, y, 1, 3);
    t = i32x4.add(four0(p04), round2);
    u = four26(p26);
    a0 = i32x4.add(t, u);
    a1 = i32x4.sub(t, u);
    o = fourOuter(p17, p53);
    const c0 = i32x4.shr_s(i32x4.add(a0, o), 19);
    const c3 = i32x4.shr_s(i32x4.sub(a0, o), 19);
    o = fourInner(p17, p53);
    const c1 = i32x4.shr_s(i32x4.add(a1, o), 19);
    const c2 = i32x4.shr_s(i32x4.sub(a1, o), 19);

    // Four columns of four samples -> four rows.
    const columns = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(c0, c1), i16x8.narrow_i32x4_s(c2, c3));
    const samples = v128.xor(
      i8x16.swizzle(columns, i8x16(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)),
      i8x16.splat(-128),
    );
    v128.store32_lane(rows, samples, 0);
    v128.store32_lane(rows + stride, samples, 1);
    v128.store32_lane(rows + stride * 2, samples, 2);
    v128.store32_lane(rows + stride * 3, samples, 3);

    block += blockStep;
    rows += 4;
  }
  return !v128.any_true(v128.and(range, i16x8.splat(<i16>0xc000)));
}

// The 2-point transform. Rows 2, 4 and 6 do not take part.
function two0(p: v128): v128 {
  return i32x4.shl(i32x4.dot_i16x8_s(p, pairOf(16384, 0)), 1);
}
function twoOdd(p17: v128, p53: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(p17, pairOf(29692, -5906)),
    i32x4.dot_i16x8_s(p53, pairOf(6967, -10426)),
  );
}

/** As `transformBlocks8`, with 2x2 samples for each block. */
export function transformBlocks2(
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
      const dc = <i32>(<i16>(<i32>load<i16>(block) * <i32>load<i16>(quantisation)));
      store<u16>(block, 0);
      range = v128.or(range, i16x8.splat(<i16>(dc + RANGE_BIAS)));
      const samples = <i32>toSample((dc + 4) >> 3) * 0x0101;
      store<u16>(rows, samples);
      store<u16>(rows + stride, samples);
      block += blockStep;
      rows += 2;
      continue;
    }

    const round1 = i32x4.splat(1 << 12);
    // Column 0 (the only one wanted of the left half).
    let p04 = takeCoefficients(block, quantisation, 0);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    let t = i32x4.add(two0(p04), round1);
    let o = twoOdd(takeCoefficients(block, quantisation, 32), takeCoefficients(block, quantisation, 48));
    const left0 = i32x4.shr_s(i32x4.add(t, o), 13);
    const left1 = i32x4.shr_s(i32x4.sub(t, o), 13);
    // Columns 1 7 5 3.
    p04 = takeCoefficients(block, quantisation, 64);
    range = v128.or(range, i16x8.add(p04, i16x8.splat(RANGE_BIAS)));
    t = i32x4.add(two0(p04), round1);
    o = twoOdd(takeCoefficients(block, quantisation, 96), takeCoefficients(block, quantisation, 112));
    const right0 = i32x4.shr_s(i32x4.add(t, o), 13);
    const right1 = i32x4.shr_s(i32x4.sub(t, o), 13);

    // Row 0 in lanes 0..3, row 1 in lanes 4..7; the products of columns (1,7) and (5,3) remain to be added.
    const odd = i16x8.narrow_i32x4_s(right0, right1);
    const products = i32x4.dot_i16x8_s(odd, i16x8(29692, -5906, 6967, -10426, 29692, -5906, 6967, -10426));
    const even = i16x8.narrow_i32x4_s(left0, left1);
    range = v128.or(range, i16x8.add(even, i16x8.splat(RANGE_BIAS)));
    const e0 = ((<i32>i16x8.extract_lane_s(even, 0)) << 15) + (1 << 19);
    const e1 = ((<i32>i16x8.extract_lane_s(even, 4)) << 15) + (1 << 19);
    const o0 = i32x4.extract_lane(products, 0) + i32x4.extract_lane(products, 1);
    const o1 = i32x4.extract_lane(products, 2) + i32x4.extract_lane(products, 3);
    store<u8>(rows, toSample((e0 + o0) >> 20));
    store<u8>(rows, toSample((e0 - o0) >> 20), 1);
    store<u8>(rows + stride, toSample((e1 + o1) >> 20));
    store<u8>(rows + stride, toSample((e1 - o1) >> 20), 1);

    block += blockStep;
    rows += 2;
  }
  return !v128.any_true(v128.and(range, i16x8.splat(<i16>0xc000)));
}

/** Level shift and clamping. */
function toSample(value: i32): i32 {
  return min(max(value + 128, 0), 255);
}

/** As `transformBlocks8`, with one sample for each block, the mean of its 64. */
export function transformBlocks1(
  block: usize,
  blockStep: usize,
  count: i32,
  quantisation: usize,
  rows: usize,
  stride: usize,
): bool {
  let inRange = true;
  while (count > 0) {
    count--;
    const dc = <i32>load<i16>(block) * <i32>load<i16>(quantisation);
    store<u16>(block, 0);
    const value = (dc + 4) >> 3;
    // libjpeg's clamping table wraps around beyond this.
    if (value < -512 || value > 511) inRange = false;
    store<u8>(rows, toSample(value));
    block += blockStep;
    rows++;
  }
  return inRange;
}
