/**
 * YCbCr -> RGB (JFIF 1.02, "Conversion to and from RGB", in libjpeg's 16-bit fixed point) for 16 pixels at a
 * time. Pixels are handled as eight even and eight odd ones in 16-bit lanes, which is how both the upsampling
 * filters and a split of 16 bytes into words deliver them.
 */

/** 0.40200 and 0.77200 as 15-bit fractions, for a multiplication that rounds. */
const R_CR: i16 = 13173;
const B_CB: i16 = 25297;

/** -0.34414 and 1 - 0.71414 as 16-bit fractions. */
const G_CB: i16 = -22554;
const G_CR: i16 = 18734;

/** 1.40200 cr: what is to be added to Y for R. The multiplication's rounding is libjpeg's for every cr. */
function redOf(cr: v128): v128 {
  return i16x8.add(cr, i16x8.q15mulr_sat_s(cr, i16x8.splat(R_CR)));
}

/** 1.77200 cb: what is to be added to Y for B. */
function blueOf(cb: v128): v128 {
  return i16x8.add(cb, i16x8.q15mulr_sat_s(cb, i16x8.splat(B_CB)));
}

/** -0.34414 cb - 0.71414 cr: what is to be added to Y for G. Both products have to be rounded together. */
function greenOf(cb: v128, cr: v128): v128 {
  const factors = i32x4.splat(((<i32>G_CR) << 16) | ((<i32>G_CB) & 0xffff));
  const half = i32x4.splat(1 << 15);
  const low = i32x4.dot_i16x8_s(v128.shuffle<i16>(cb, cr, 0, 8, 1, 9, 2, 10, 3, 11), factors);
  const high = i32x4.dot_i16x8_s(v128.shuffle<i16>(cb, cr, 4, 12, 5, 13, 6, 14, 7, 15), factors);
  return i16x8.sub(
    i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(low, half), 16), i32x4.shr_s(i32x4.add(high, half), 16)),
    cr,
  );
}

/**
 * Writes 16 RGB pixels (48 bytes).
 *
 * @param y 16 luma samples
 * @param cbE, cbO, crE, crO chroma samples minus 128 of the even and of the odd pixels, in 16-bit lanes
 */
export function storePixels(to: usize, y: v128, cbE: v128, cbO: v128, crE: v128, crO: v128): void {
  const yEven = v128.and(y, i16x8.splat(255));
  const yOdd = i16x8.shr_u(y, 8);
  // Bytes of the even pixels, then bytes of the odd ones.
  const r = i8x16.narrow_i16x8_u(i16x8.add(yEven, redOf(crE)), i16x8.add(yOdd, redOf(crO)));
  const g = i8x16.narrow_i16x8_u(i16x8.add(yEven, greenOf(cbE, crE)), i16x8.add(yOdd, greenOf(cbO, crO)));
  const b = i8x16.narrow_i16x8_u(i16x8.add(yEven, blueOf(cbE)), i16x8.add(yOdd, blueOf(cbO)));
  // Pixel p's byte is at p / 2 + 8 (p % 2); -1 leaves a zero.
  v128.store(
    to,
    v128.or(
      v128.or(
        i8x16.swizzle(r, i8x16(0, -1, -1, 8, -1, -1, 1, -1, -1, 9, -1, -1, 2, -1, -1, 10)),
        i8x16.swizzle(g, i8x16(-1, 0, -1, -1, 8, -1, -1, 1, -1, -1, 9, -1, -1, 2, -1, -1)),
      ),
      i8x16.swizzle(b, i8x16(-1, -1, 0, -1, -1, 8, -1, -1, 1, -1, -1, 9, -1, -1, 2, -1)),
    ),
  );
  v128.store(
    to,
    v128.or(
      v128.or(
        i8x16.swizzle(r, i8x16(-1, -1, 3, -1, -1, 11, -1, -1, 4, -1, -1, 12, -1, -1, 5, -1)),
        i8x16.swizzle(g, i8x16(10, -1, -1, 3, -1, -1, 11, -1, -1, 4, -1, -1, 12, -1, -1, 5)),
      ),
      i8x16.swizzle(b, i8x16(-1, 10, -1, -1, 3, -1, -1, 11, -1, -1, 4, -1, -1, 12, -1, -1)),
    ),
    16,
  );
  v128.store(
    to,
    v128.or(
      v128.or(
        i8x16.swizzle(r, i8x16(-1, 13, -1, -1, 6, -1, -1, 14, -1, -1, 7, -1, -1, 15, -1, -1)),
        i8x16.swizzle(g, i8x16(-1, -1, 13, -1, -1, 6, -1, -1, 14, -1, -1, 7, -1, -1, 15, -1)),
      ),
      i8x16.swizzle(b, i8x16(5, -1, -1, 13, -1, -1, 6, -1, -1, 14, -1, -1, 7, -1, -1, 15)),
    ),
    32,
  );
}

/** A row of RGB pixels from samples of all three components at full width. */
export function convertRow(to: usize, y: usize, cb: usize, cr: usize, width: i32): void {
  // Inverting the top bit of a byte subtracts 128 and makes it signed.
  const centre = i8x16.splat(-128);
  for (let x = 0; x < width; x += 16) {
    const cbs = v128.xor(v128.load(cb), centre);
    const crs = v128.xor(v128.load(cr), centre);
    storePixels(
      to,
      v128.load(y),
      i16x8.shr_s(i16x8.shl(cbs, 8), 8),
      i16x8.shr_s(cbs, 8),
      i16x8.shr_s(i16x8.shl(crs, 8), 8),
      i16x8.shr_s(crs, 8),
    );
    to += 48;
    y += 16;
    cb += 16;
    cr += 16;
  }
}

/** A row of RGB pixels from grey samples. */
export function convertGreyRow(to: usize, y: usize, width: i32): void {
  for (let x = 0; x < width; x += 16) {
    const grey = v128.load(y);
    v128.store(to, i8x16.swizzle(grey, i8x16(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5)));
    v128.store(to, i8x16.swizzle(grey, i8x16(5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10)), 16);
    v128.store(
      to,
      i8x16.swizzle(grey, i8x16(10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15)),
      32,
    );
    to += 48;
    y += 16;
  }
}
