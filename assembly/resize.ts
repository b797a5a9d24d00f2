import { arenaAlloc } from './arena';

/*
 * Pillow's antialiased resampling of 8-bit RGB, bit for bit, on a stream of rows: every four rows are resampled
 * horizontally as they come and kept in a ring until the last output row that needs them has been summed.
 * Source: Pillow, src/libImaging/Resample.c (`ImagingResampleHorizontal_8bpc`, `ImagingResampleVertical_8bpc`).
 *
 * A weight is a signed number of at most 24 bits, hi * 2 ** 15 + lo with -2 ** 14 <= lo < 2 ** 14, so that
 * i32x4.dot_i16x8_s (pmaddwd) sums two inputs at a time: sum = (sum of hi << 15) + sum of lo. That is exact, as all of
 * it is arithmetic modulo 2 ** 32 and the sum itself fits 32 bits.
 *
 * Inputs go in pairs, 0 and 1, 2 and 3 ... A table of weights has one entry for each output column or row:
 *   i32 first pair, i32 number of pairs, then room for `pairs` (of the table) pairs of weights of 8 bytes each:
 *   i16 hi of the first input, i16 hi of the second, i16 lo of the first, i16 lo of the second; 0 where unused.
 * Neither the first nor the last pair of an entry may be smaller than that of the entry before.
 */
const PRECISION_BITS: i32 = 32 - 8 - 2;
const HALF: i32 = 1 << (PRECISION_BITS - 1);
const LOW_BITS: i32 = 15;
const CHANNELS: usize = 3;
/** Rows that are resampled horizontally at a time. */
const GROUP: usize = 4;
const ENTRY_HEAD: usize = 8;
const PAIR_BYTES: usize = 8;
/** A pair of columns in a group of rows: R, then G, then B, two 16-bit samples of each row. */
const COLUMN_PAIR_BYTES: usize = CHANNELS * GROUP * 2 * sizeof<i16>();
/** Output samples that are summed down the columns at a time. */
const BLOCK: usize = 16;

let rowBytes: usize = 0;
let inputHeight: usize = 0;
let columns: usize = 0;
let columnTable: usize = 0;
let columnPairs: usize = 0;
let rows: usize = 0;
let rowTable: usize = 0;
let rowEntryBytes: usize = 0;
/** Column pairs of the picture that any output needs. */
let firstColumnPair: usize = 0;
let endColumnPair: usize = 0;
/** A group of rows regrouped, from the first column pair on that is needed. */
let group: usize = 0;
/** Slots of two horizontally resampled rows each, sample by sample side by side: row 0, row 1, row 0, row 1 ... */
let ring: usize = 0;
let ringSlots: usize = 0;
let slotBytes: usize = 0;
/** Copies of the first rows of a group whose last ones come with the next strip. */
let held: usize = 0;
let heldRows: usize = 0;
let tail: usize = 0;
let target: usize = 0;
let targetStride: usize = 0;
let nextInput: usize = 0;
let nextOutput: usize = 0;

/**
 * Begins a picture. An axis that keeps its size has a table of single weights of 1.0 (2 ** 22).
 *
 * @param width of the picture in pixels; the tables must not reach beyond it nor beyond the height
 * @param to where the top left output pixel goes
 * @param stride bytes from one output row to the next; what lies between the rows is left alone
 * @returns 1, or 0 if there is not enough memory
 */
export function resizeStart(
  width: usize,
  height: usize,
  outColumns: usize,
  columnWeights: usize,
  columnWeightPairs: usize,
  outRows: usize,
  rowWeights: usize,
  rowWeightPairs: usize,
  to: usize,
  stride: usize,
): i32 {
  rowBytes = width * CHANNELS;
  inputHeight = height;
  columns = outColumns;
  columnTable = columnWeights;
  columnPairs = columnWeightPairs;
  rows = outRows;
  rowTable = rowWeights;
  rowEntryBytes = ENTRY_HEAD + rowWeightPairs * PAIR_BYTES;
  target = to;
  targetStride = stride;
  const lastColumn = columnTable + (columns - 1) * (ENTRY_HEAD + columnPairs * PAIR_BYTES);
  firstColumnPair = <usize>load<u32>(columnTable);
  endColumnPair = <usize>load<u32>(lastColumn) + <usize>load<u32>(lastColumn, 4);
  // Two column pairs are regrouped at a time.
  group = room(endColumnPair - firstColumnPair + 1, COLUMN_PAIR_BYTES);
  // Horizontal stores overrun by 2 bytes, blocks of a narrow picture read 32.
  slotBytes = (columns * CHANNELS * 2 + 32 + 15) & ~15;
  // A group brings two pairs of rows at once.
  ringSlots = rowWeightPairs + 1;
  ring = room(ringSlots, slotBytes);
  held = room(GROUP, rowBytes);
  tail = room(1, BLOCK);
  heldRows = 0;
  nextInput = 0;
  nextOutput = 0;
  return i32(group != 0 && ring != 0 && held != 0 && tail != 0);
}

function room(count: usize, bytes: usize): usize {
  const total = <u64>count * <u64>bytes;
  return total > u32.MAX_VALUE ? 0 : arenaAlloc(<u32>total);
}

/**
 * Takes the next rows of the picture, from the top. Rows that no output needs cost next to nothing. Up to 16 bytes past
 * the last row are read and not used. Strips of a multiple of 4 rows are fastest, as none is copied then.
 *
 * @param source address of `count` rows of RGB, RGB ... without gaps
 * @returns how many output rows are complete by now
 */
export function resizePush(source: usize, count: usize): usize {
  let left = min(count, inputHeight - nextInput);
  let at = source;
  while (left > 0 && nextOutput < rows) {
    const firstNeeded = (<usize>load<u32>(rowTable + nextOutput * rowEntryBytes) * 2) & ~(GROUP - 1);
    if (nextInput < firstNeeded) {
      const skipped = min(firstNeeded - nextInput, left);
      nextInput += skipped;
      left -= skipped;
      at += skipped * rowBytes;
      continue;
    }
    const wanted = min(GROUP, inputHeight - (nextInput - heldRows));
    const taken = min(wanted - heldRows, left);
    let from = at;
    if (taken < wanted) {
      memory.copy(held + heldRows * rowBytes, at, taken * rowBytes);
      heldRows += taken;
      from = held;
    }
    nextInput += taken;
    left -= taken;
    at += taken * rowBytes;
    if (taken < wanted && heldRows < wanted) break;
    heldRows = 0;
    resampleGroup(from, wanted, (nextInput - wanted) >> 1);
  }
  nextInput += left;
  return nextOutput;
}

/**
 * @param count of rows, fewer than 4 at the bottom of the picture
 * @param pair of rows that is the first of the group
 */
function resampleGroup(source: usize, count: usize, pair: usize): void {
  const last = source + (count - 1) * rowBytes;
  regroup(source, min(source + rowBytes, last), min(source + 2 * rowBytes, last), last);
  resampleRows(ring + (pair % ringSlots) * slotBytes, ring + ((pair + 1) % ringSlots) * slotBytes);
  while (nextOutput < rows) {
    const entry = rowTable + nextOutput * rowEntryBytes;
    if (<usize>load<u32>(entry) + <usize>load<u32>(entry, 4) > pair + 2) break;
    resampleColumns(entry, target + nextOutput * targetStride);
    nextOutput++;
  }
}

/** Puts the samples of four rows side by side, so that the four are weighed alike at once. */
function regroup(row0: usize, row1: usize, row2: usize, row3: usize): void {
  let to = group;
  const end = endColumnPair * 2 * CHANNELS;
  for (let at = firstColumnPair * 2 * CHANNELS; at < end; at += 4 * CHANNELS) {
    const pixels0 = pairsOfSamples(v128.load(row0 + at));
    const pixels1 = pairsOfSamples(v128.load(row1 + at));
    const pixels2 = pairsOfSamples(v128.load(row2 + at));
    const pixels3 = pairsOfSamples(v128.load(row3 + at));
    // In 16-bit units: R of rows 0 and 1, G of rows 0 and 1, B ...; of the first pair of columns and of the second.
    const first01 = i16x8.shuffle(pixels0, pixels1, 0, 8, 1, 9, 2, 10, 3, 11);
    const second01 = i16x8.shuffle(pixels0, pixels1, 4, 12, 5, 13, 6, 14, 7, 15);
    const first23 = i16x8.shuffle(pixels2, pixels3, 0, 8, 1, 9, 2, 10, 3, 11);
    const second23 = i16x8.shuffle(pixels2, pixels3, 4, 12, 5, 13, 6, 14, 7, 15);
    storePair(to, first01, first23);
    storePair(to + COLUMN_PAIR_BYTES, second01, second23);
    to += 2 * COLUMN_PAIR_BYTES;
  }
}

/** Four pixels as R R G G B B 0 0, R R G G B B 0 0 in bytes. */
function pairsOfSamples(pixels: v128): v128 {
  return i8x16.swizzle(pixels, i8x16(0, 3, 1, 4, 2, 5, -1, -1, 6, 9, 7, 10, 8, 11, -1, -1));
}

function storePair(to: usize, rows01: v128, rows23: v128): void {
  const redGreen = i32x4.shuffle(rows01, rows23, 0, 4, 1, 5);
  const blue = i32x4.shuffle(rows01, rows23, 2, 6, 3, 7);
  v128.store(to, i16x8.extend_low_i8x16_u(redGreen));
  v128.store(to, i16x8.extend_high_i8x16_u(redGreen), 16);
  v128.store(to, i16x8.extend_low_i8x16_u(blue), 32);
}

/** Resamples the group horizontally into two slots of the ring. */
function resampleRows(slot01: usize, slot23: usize): void {
  const base = group - firstColumnPair * COLUMN_PAIR_BYTES;
  const weightBytes = columnPairs * PAIR_BYTES;
  let weights = columnTable;
  let to01 = slot01;
  let to23 = slot23;
  for (const end = slot01 + columns * CHANNELS * 2; to01 < end; to01 += CHANNELS * 2) {
    let at = base + <usize>load<u32>(weights) * COLUMN_PAIR_BYTES;
    let redHigh = i32x4.splat(0);
    let greenHigh = redHigh;
    let blueHigh = redHigh;
    let redLow = i32x4.splat(HALF);
    let greenLow = redLow;
    let blueLow = redLow;
    weights += ENTRY_HEAD;
    const next = weights + weightBytes;
    for (
      const last = weights + <usize>load<u32>(weights - 4) * PAIR_BYTES;
      weights < last;
      weights += PAIR_BYTES
    ) {
      const high = v128.load32_splat(weights);
      const low = v128.load32_splat(weights, 4);
      let taps = v128.load(at);
      redHigh = i32x4.add(redHigh, i32x4.dot_i16x8_s(taps, high));
      redLow = i32x4.add(redLow, i32x4.dot_i16x8_s(taps, low));
      taps = v128.load(at, 16);
      greenHigh = i32x4.add(greenHigh, i32x4.dot_i16x8_s(taps, high));
      greenLow = i32x4.add(greenLow, i32x4.dot_i16x8_s(taps, low));
      taps = v128.load(at, 32);
      blueHigh = i32x4.add(blueHigh, i32x4.dot_i16x8_s(taps, high));
      blueLow = i32x4.add(blueLow, i32x4.dot_i16x8_s(taps, low));
      at += COLUMN_PAIR_BYTES;
    }
    weights = next;
    const blue = rounded(blueHigh, blueLow);
    const samples = i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(rounded(redHigh, redLow), rounded(greenHigh, greenLow)),
      i16x8.narrow_i32x4_s(blue, blue),
    );
    // R of the rows 0 to 3, G, B -> R G B of rows 0 and 1, R G B of rows 2 and 3
    const pairs = i8x16.swizzle(samples, i8x16(0, 1, 4, 5, 8, 9, -1, -1, 2, 3, 6, 7, 10, 11, -1, -1));
    v128.store64_lane(to01, pairs, 0);
    v128.store64_lane(to23, pairs, 1);
    to23 += CHANNELS * 2;
  }
}

function rounded(high: v128, low: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.shl(high, LOW_BITS), low), PRECISION_BITS);
}

/** Sums the rows of the ring that make up one output row. */
function resampleColumns(entry: usize, to: usize): void {
  const stride = slotBytes;
  const ringBytes = stride * ringSlots;
  const ringEnd = ring + ringBytes;
  const first = ring + (<usize>load<u32>(entry) % ringSlots) * stride;
  const weights = entry + ENTRY_HEAD;
  const end = weights + <usize>load<u32>(entry, 4) * PAIR_BYTES;
  const samples = columns * CHANNELS;
  // What is too narrow for a block is summed elsewhere and copied.
  const isNarrow = samples < BLOCK;
  const start = isNarrow ? tail : to;
  const lastBlock = samples - (isNarrow ? samples : BLOCK);
  for (let at: usize = 0; at < samples; at += BLOCK) {
    // The last block may overlap the one before.
    const block = min(at, lastBlock);
    v128.store(start + block, sumOfBlock(first + 2 * block, stride, ringBytes, ringEnd, weights, end));
  }
  if (isNarrow) memory.copy(to, tail, samples);
}

/**
 * 16 samples of one output row.
 * @param first address in the slot of the first pair of rows
 */
function sumOfBlock(
  first: usize,
  stride: usize,
  ringBytes: usize,
  ringEnd: usize,
  firstWeights: usize,
  end: usize,
): v128 {
  let at = first;
  let high0 = i32x4.splat(0);
  let high1 = high0;
  let high2 = high0;
  let high3 = high0;
  let low0 = i32x4.splat(HALF);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  for (let weights = firstWeights; weights < end; weights += PAIR_BYTES) {
    const high = v128.load32_splat(weights);
    const low = v128.load32_splat(weights, 4);
    let taps = v128.load_ext<u8>(at);
    high0 = i32x4.add(high0, i32x4.dot_i16x8_s(taps, high));
    low0 = i32x4.add(low0, i32x4.dot_i16x8_s(taps, low));
    taps = v128.load_ext<u8>(at, 8);
    high1 = i32x4.add(high1, i32x4.dot_i16x8_s(taps, high));
    low1 = i32x4.add(low1, i32x4.dot_i16x8_s(taps, low));
    taps = v128.load_ext<u8>(at, 16);
    high2 = i32x4.add(high2, i32x4.dot_i16x8_s(taps, high));
    low2 = i32x4.add(low2, i32x4.dot_i16x8_s(taps, low));
    taps = v128.load_ext<u8>(at, 24);
    high3 = i32x4.add(high3, i32x4.dot_i16x8_s(taps, high));
    low3 = i32x4.add(low3, i32x4.dot_i16x8_s(taps, low));
    at += stride;
    if (at >= ringEnd) at -= ringBytes;
  }
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(rounded(high0, low0), rounded(high1, low1)),
    i16x8.narrow_i32x4_s(rounded(high2, low2), rounded(high3, low3)),
  );
}
