/**
 * Rows of RGB from chroma of half the resolution. The triangle filters weigh the nearer sample three times as
 * much as the farther one, with libjpeg's ("fancy upsampling", jdsample.c) alternating rounding. They need a
 * sample before the first and one after the last: the caller repeats the edge there, which gives what libjpeg's
 * special cases for the edges give.
 */
import { storePixels } from './colour';

/** Three times the near row plus the far row, for eight samples: 16-bit lanes. */
function columnSums(near: usize, far: usize): v128 {
  const n = v128.load_ext<u8>(near);
  return i16x8.add(i16x8.add(i16x8.shl(n, 1), n), v128.load_ext<u8>(far));
}

/** The lanes one before those of `current`. */
function shiftedRight(previous: v128, current: v128): v128 {
  return v128.shuffle<i16>(previous, current, 7, 8, 9, 10, 11, 12, 13, 14);
}

/** The lanes one after those of `current`. */
function shiftedLeft(current: v128, following: v128): v128 {
  return v128.shuffle<i16>(current, following, 1, 2, 3, 4, 5, 6, 7, 8);
}

function threeTimes(v: v128): v128 {
  return i16x8.add(i16x8.shl(v, 1), v);
}

/**
 * A row of RGB pixels where chroma has half the width and half the height.
 *
 * @param near, far offset of the nearer and the farther chroma row from `cb` and `cr`
 */
export function convertRowH2V2(
  to: usize,
  y: usize,
  cb: usize,
  cr: usize,
  near: usize,
  far: usize,
  width: i32,
): void {
  let cbNear = cb + near;
  let cbFar = cb + far;
  let crNear = cr + near;
  let crFar = cr + far;
  // The filter's rounding, and 128 to be subtracted from its result.
  const eight = i16x8.splat(8 - (128 << 4));
  const seven = i16x8.splat(7 - (128 << 4));
  let cbBefore = columnSums(cbNear - 8, cbFar - 8);
  let crBefore = columnSums(crNear - 8, crFar - 8);
  let cbHere = columnSums(cbNear, cbFar);
  let crHere = columnSums(crNear, crFar);
  for (let x = 0; x < width; x += 16) {
    const cbAfter = columnSums(cbNear + 8, cbFar + 8);
    const crAfter = columnSums(crNear + 8, crFar + 8);
    const cb3 = threeTimes(cbHere);
    const cr3 = threeTimes(crHere);
    storePixels(
      to,
      v128.load(y),
      i16x8.shr_s(i16x8.add(i16x8.add(cb3, shiftedRight(cbBefore, cbHere)), eight), 4),
      i16x8.shr_s(i16x8.add(i16x8.add(cb3, shiftedLeft(cbHere, cbAfter)), seven), 4),
      i16x8.shr_s(i16x8.add(i16x8.add(cr3, shiftedRight(crBefore, crHere)), eight), 4),
      i16x8.shr_s(i16x8.add(i16x8.add(cr3, shiftedLeft(crHere, crAfter)), seven), 4),
    );
    cbBefore = cbHere;
    crBefore = crHere;
    cbHere = cbAfter;
    crHere = crAfter;
    cbNear += 8;
    cbFar += 8;
    crNear += 8;
    crFar += 8;
    y += 16;
    to += 48;
  }
}

/** A row of RGB pixels where chroma has half the width and the full height. */
export function convertRowH2V1(to: usize, y: usize, cb: usize, cr: usize, width: i32): void {
  const one = i16x8.splat(1 - (128 << 2));
  const two = i16x8.splat(2 - (128 << 2));
  for (let x = 0; x < width; x += 16) {
    const cb3 = threeTimes(v128.load_ext<u8>(cb));
    const cr3 = threeTimes(v128.load_ext<u8>(cr));
    storePixels(
      to,
      v128.load(y),
      i16x8.shr_s(i16x8.add(i16x8.add(cb3, v128.load_ext<u8>(cb - 1)), one), 2),
      i16x8.shr_s(i16x8.add(i16x8.add(cb3, v128.load_ext<u8>(cb + 1)), two), 2),
      i16x8.shr_s(i16x8.add(i16x8.add(cr3, v128.load_ext<u8>(cr - 1)), one), 2),
      i16x8.shr_s(i16x8.add(i16x8.add(cr3, v128.load_ext<u8>(cr + 1)), two), 2),
    );
    cb += 8;
    cr += 8;
    y += 16;
    to += 48;
  }
}

/**
 * A row of RGB pixels where every chroma sample counts for two pixels: what libjpeg does instead of filtering
 * when chroma is at most two samples wide, or at a scale of 1/8.
 */
export function convertRowRepeated(to: usize, y: usize, cb: usize, cr: usize, width: i32): void {
  const centre = i16x8.splat(128);
  for (let x = 0; x < width; x += 16) {
    const cbs = i16x8.sub(v128.load_ext<u8>(cb), centre);
    const crs = i16x8.sub(v128.load_ext<u8>(cr), centre);
    storePixels(to, v128.load(y), cbs, cbs, crs, crs);
    cb += 8;
    cr += 8;
    y += 16;
    to += 48;
  }
}
