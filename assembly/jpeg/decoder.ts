/**
 * Baseline JPEG decoder (ITU-T T.81, sequential DCT, Huffman coding, 8 bit) that yields rows of RGB and whose
 * samples are those of libjpeg-turbo with its default settings, at full size and at 1/2, 1/4 and 1/8.
 *
 * Use: jpegOpen, jpegStart, then jpegNextRows until it does not answer a positive number. One picture at a time;
 * its buffers lie in the arena and hold a row of MCUs, not the picture.
 */
import { arenaAlloc } from '../arena';
import { closeSegment, fillWindow, openScan, openSegment, WINDOW_BYTES } from './bit-reader';
import { BLOCK_STRIDE, coefficientOffset, coefficientOffsets } from './coefficient-layout';
import { convertGreyRow, convertRow } from './colour';
import {
  blocksPerMcu,
  decodeMcus,
  describeBlock,
  describeMcu,
  predictionsInRange,
  resetPredictions,
} from './entropy-decoder';
import { buildLookup } from './huffman-table';
import { transformBlocks8 } from './idct';
import { transformBlocks1, transformBlocks2, transformBlocks4 } from './idct-reduced';
import {
  acTableNumber,
  componentCount,
  dcTableNumber,
  frameHeight,
  frameWidth,
  inputEnd,
  lumaH,
  lumaV,
  quantisationTable,
  readHeader,
  restartInterval,
  scanStart,
} from './markers';
import { DAMAGED, NOT_SUPPORTED, OK, OUT_OF_MEMORY } from './status';
import { convertRowH2V1, convertRowH2V2, convertRowRepeated } from './upsample';

/** MCUs that are decoded, then transformed, together: few enough for their coefficients to stay in cache. */
const GROUP: i32 = 8;

/** Bytes kept free on both sides of a row of samples, for vectors that reach over its ends. */
const MARGIN: u32 = 32;

/** How chroma becomes as large as luma. */
const GREY: i32 = 0;
const EQUAL: i32 = 1;
const H2V1: i32 = 2;
const H2V2: i32 = 3;
const H2V1_REPEATED: i32 = 4;
const H2V2_REPEATED: i32 = 5;

/** Per component: the quantisation table in the layout of the coefficients, 64 x u16. */
const QUANTISATION: usize = memory.data(3 * 128, 16);

let opened: bool = false;
let started: bool = false;
let upsampling: i32 = 0;

/** Dimensions of the output in pixels. */
let scaledWidth: i32 = 0;
let scaledHeight: i32 = 0;

/** Samples that a block becomes, in each direction: 8, 4, 2 or 1. */
let lumaSize: i32 = 8;
let chromaSize: i32 = 8;

/** MCUs in a row, rows of them, and the one that comes next. */
let mcusPerRow: i32 = 0;
let mcuRows: i32 = 0;
let mcuRow: i32 = 0;

/** MCUs left until the next restart marker, and its number. */
let mcusToRestart: i32 = 0;
let restartNumber: i32 = 0;

let coefficients: usize = 0;

/**
 * Address of the first sample of each component's first row in this MCU row, and the bytes from one row to the
 * next. With H2V2, one more row precedes it, the last one of the MCU row before.
 */
let lumaRows: usize = 0;
let cbRows: usize = 0;
let crRows: usize = 0;
let lumaStride: u32 = 0;
let chromaStride: u32 = 0;

/** Samples in a chroma row that stand for pixels. */
let chromaWidth: i32 = 0;

/** Finished RGB rows. */
let output: usize = 0;

/** ceil(a / b) */
function ceilDiv(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

/**
 * Reads the header up to the first entropy-coded byte.
 *
 * @param input address of the picture's bytes, which have to stay there until the last row has been given
 * @param length bytes of input
 * @returns 0 = can be decoded, 1 = not supported, 2 = damaged
 */
export function jpegOpen(input: usize, length: u32): i32 {
  started = false;
  const status = readHeader(input, length);
  opened = status == OK;
  return status;
}

/** Width of the full picture in pixels. */
export function jpegWidth(): i32 {
  return frameWidth;
}

/** Height of the full picture in pixels. */
export function jpegHeight(): i32 {
  return frameHeight;
}

/** Width of the output in pixels, after jpegStart. */
export function jpegScaledWidth(): i32 {
  return scaledWidth;
}

/** Height of the output in pixels, after jpegStart. */
export function jpegScaledHeight(): i32 {
  return scaledHeight;
}

/** Address of the rows that jpegNextRows has announced: width x 3 bytes each, one after the other. */
export function jpegRows(): usize {
  return output;
}

/** Allocates `rows` rows of samples and returns the address of the first one's first sample, or 0. */
function allocateRows(rows: i32, stride: u32): usize {
  const start = arenaAlloc(<u32>rows * stride + 2 * MARGIN);
  return start ? start + MARGIN : 0;
}

/**
 * Prepares decoding of the picture opened last, and allocates its buffers.
 *
 * @param scaleShift 0..3: full size, 1/2, 1/4, 1/8 (each dimension rounded up)
 * @returns 0 = ready, 1 = not supported, 2 = damaged, 3 = out of memory
 */
export function jpegStart(scaleShift: i32): i32 {
  started = false;
  if (!opened || scaleShift < 0 || scaleShift > 3) return NOT_SUPPORTED;
  opened = false;

  scaledWidth = (frameWidth + (1 << scaleShift) - 1) >> scaleShift;
  scaledHeight = (frameHeight + (1 << scaleShift) - 1) >> scaleShift;
  lumaSize = 8 >> scaleShift;
  mcusPerRow = ceilDiv(frameWidth, 8 * lumaH);
  mcuRows = ceilDiv(frameHeight, 8 * lumaV);

  // With both directions subsampled, a reduced scale makes larger chroma blocks instead of upsampling; with one,
  // libjpeg (API version 6.2) does not.
  const enlarged = lumaV == 2 && lumaSize < 8;
  chromaSize = enlarged ? lumaSize * 2 : lumaSize;
  chromaWidth = enlarged ? scaledWidth : ceilDiv(frameWidth * chromaSize, 8 * lumaH);
  const filtered = lumaSize > 1 && chromaWidth > 2;
  if (componentCount == 1) upsampling = GREY;
  else if (lumaH == 1 || enlarged) upsampling = EQUAL;
  else if (lumaV == 1) upsampling = filtered ? H2V1 : H2V1_REPEATED;
  else upsampling = filtered ? H2V2 : H2V2_REPEATED;

  for (let i = 0; i < componentCount; i++) {
    const zigzag = quantisationTable(i);
    for (let j = 0; j < 64; j++) {
      store<u16>(QUANTISATION + i * 128 + coefficientOffset(j), load<u16>(zigzag + j * 2));
    }
  }
  describeMcu();
  for (let i = 0; i < componentCount; i++) {
    // Components that share tables share the look-ups.
    let dcSlot = i;
    let acSlot = i;
    for (let j = i - 1; j >= 0; j--) {
      if (dcTableNumber(j) == dcTableNumber(i)) dcSlot = j;
      if (acTableNumber(j) == acTableNumber(i)) acSlot = j;
    }
    const dc = buildLookup(false, dcTableNumber(i), dcSlot);
    const ac = buildLookup(true, acTableNumber(i), acSlot);
    if (!dc || !ac) return DAMAGED;
    const offsets = coefficientOffsets(i ? chromaSize : lumaSize);
    const blocks = i ? 1 : lumaH * lumaV;
    for (let j = 0; j < blocks; j++) describeBlock(dc, ac, offsets, i);
  }

  const window = arenaAlloc(WINDOW_BYTES);
  const blockBytes = <u32>(GROUP * blocksPerMcu) * <u32>BLOCK_STRIDE;
  coefficients = arenaAlloc(blockBytes);
  // A vector of 16 pixels may start at the last one; an MCU is up to 16 samples wide.
  lumaStride = ((<u32>(mcusPerRow * lumaH * lumaSize) + 15) & ~15) + MARGIN;
  lumaRows = allocateRows(lumaV * lumaSize + 1, lumaStride);
  chromaStride = ((<u32>(mcusPerRow * chromaSize) + 15) & ~15) + MARGIN;
  cbRows = 0;
  crRows = 0;
  if (componentCount == 3) {
    cbRows = allocateRows(chromaSize + 1, chromaStride);
    crRows = allocateRows(chromaSize + 1, chromaStride);
  }
  output = arenaAlloc(<u32>(lumaV * lumaSize + 1) * <u32>scaledWidth * 3 + 64);
  if (!window || !coefficients || !lumaRows || !output) return OUT_OF_MEMORY;
  if (componentCount == 3 && (!cbRows || !crRows)) return OUT_OF_MEMORY;
  memory.fill(coefficients, 0, blockBytes);
  // The row in front of the first one.
  lumaRows += lumaStride;
  cbRows += chromaStride;
  crRows += chromaStride;

  resetPredictions();
  openScan(window, scanStart, inputEnd);
  mcusToRestart = restartInterval ? restartInterval : i32.MAX_VALUE;
  restartNumber = 0;
  mcuRow = 0;
  started = true;
  return OK;
}

/** Takes the restart marker that has to stand here (F.2.1.3.1). */
function restart(): bool {
  if (closeSegment() != 0xd0 + restartNumber) return false;
  restartNumber = (restartNumber + 1) & 7;
  mcusToRestart = restartInterval;
  resetPredictions();
  openSegment();
  return true;
}

/** Transforms a run of a component's blocks with the inverse DCT of that size. */
function transform(
  size: i32,
  block: usize,
  step: usize,
  count: i32,
  component: usize,
  rows: usize,
  stride: usize,
): bool {
  const table = QUANTISATION + component * 128;
  if (size == 8) return transformBlocks8(block, step, count, table, rows, stride);
  if (size == 4) return transformBlocks4(block, step, count, table, rows, stride);
  if (size == 2) return transformBlocks2(block, step, count, table, rows, stride);
  return transformBlocks1(block, step, count, table, rows, stride);
}

/** Transforms the first `count` MCUs of the group; `first` is their number within the row. */
function transformGroup(first: i32, count: i32): bool {
  const step = <usize>blocksPerMcu * BLOCK_STRIDE;
  const size = <usize>lumaSize;
  let block = coefficients;
  let inRange: bool = true;
  if (lumaH == 1) {
    inRange = transform(lumaSize, block, step, count, 0, lumaRows + <usize>first * size, lumaStride);
    block += BLOCK_STRIDE;
  } else {
    // The left and the right blocks of an MCU alternate in the row, so an MCU's two make one run.
    for (let v: usize = 0; v < <usize>lumaV; v++) {
      let at = block;
      let to = lumaRows + v * size * lumaStride + <usize>first * size * 2;
      for (let i = 0; i < count; i++) {
        if (!transform(lumaSize, at, BLOCK_STRIDE, 2, 0, to, lumaStride)) inRange = false;
        at += step;
        to += size * 2;
      }
      block += BLOCK_STRIDE * 2;
    }
  }
  if (componentCount == 3) {
    const offset = <usize>(first * chromaSize);
    if (!transform(chromaSize, block, step, count, 1, cbRows + offset, chromaStride)) inRange = false;
    block += BLOCK_STRIDE;
    if (!transform(chromaSize, block, step, count, 2, crRows + offset, chromaStride)) inRange = false;
  }
  return inRange;
}

/** Decodes a row of MCUs into samples. */
function decodeMcuRow(): bool {
  const blockBytes = <usize>blocksPerMcu * BLOCK_STRIDE;
  let first = 0;
  while (first < mcusPerRow) {
    const group = min(mcusPerRow - first, GROUP);
    let have = 0;
    while (have < group) {
      if (mcusToRestart == 0 && !restart()) return false;
      if (!fillWindow()) return false;
      const done = decodeMcus(coefficients + <usize>have * blockBytes, min(group - have, mcusToRestart));
      if (done < 0) return false;
      mcusToRestart -= done;
      have += done;
    }
    if (!transformGroup(first, group)) return false;
    first += group;
  }
  return predictionsInRange();
}

/** Repeats a chroma row's first and last sample outside of it. */
function repeatEdges(row: usize): void {
  store<u8>(row - 1, load<u8>(row));
  store<u8>(row + chromaWidth, load<u8>(row + chromaWidth - 1));
}

/**
 * Decodes until some more rows are finished.
 *
 * @returns how many (at most 17); 0 = the picture is complete and ended properly; -1 = not supported,
 *   -2 = damaged, after either of which the rows given so far are worth nothing
 */
export function jpegNextRows(): i32 {
  if (!started) return -DAMAGED;
  if (mcuRow == mcuRows) {
    started = false;
    return closeSegment() == 0xd9 ? 0 : -DAMAGED;
  }
  const context = upsampling == H2V2;
  if (context && mcuRow > 0) {
    // The last rows of the MCU row before become the ones in front of the first.
    memory.copy(lumaRows - lumaStride, lumaRows + 15 * lumaStride, lumaStride - MARGIN);
    memory.copy(cbRows - chromaStride - 8, cbRows + 7 * chromaStride - 8, chromaStride - MARGIN + 16);
    memory.copy(crRows - chromaStride - 8, crRows + 7 * chromaStride - 8, chromaStride - MARGIN + 16);
  }
  if (!decodeMcuRow()) {
    started = false;
    return -DAMAGED;
  }

  const rowsInMcu = lumaV * lumaSize;
  const last = mcuRow == mcuRows - 1;
  const firstRow = mcuRow * rowsInMcu;
  const inMcu = min(rowsInMcu, scaledHeight - firstRow);
  let to = output;
  const rowBytes = <usize>scaledWidth * 3;
  let count = inMcu;

  if (context || upsampling == H2V1) {
    const chromaRows = context ? 8 : chromaSize;
    for (let i: usize = 0; i < <usize>chromaRows; i++) {
      repeatEdges(cbRows + i * chromaStride);
      repeatEdges(crRows + i * chromaStride);
    }
  }

  if (context) {
    // A row's filter reaches to the next chroma row. Hence the last row waits for the next MCU row, unless there
    // is none: then the last chroma row is its own neighbour, as the first one is at the top.
    const from = mcuRow == 0 ? 0 : -1;
    const end = last ? inMcu : 15;
    const lastChroma = last ? (inMcu - 1) >> 1 : 8;
    count = end - from;
    for (let row = from; row < end; row++) {
      const near = row >> 1;
      let far = row & 1 ? near + 1 : near - 1;
      if (far < 0 && mcuRow == 0) far = 0;
      if (far > lastChroma) far = lastChroma;
      convertRowH2V2(
        to,
        lumaRows + row * lumaStride,
        cbRows,
        crRows,
        <usize>(near * <i32>chromaStride),
        <usize>(far * <i32>chromaStride),
        scaledWidth,
      );
      to += rowBytes;
    }
  } else {
    for (let row = 0; row < inMcu; row++) {
      const y = lumaRows + <usize>row * lumaStride;
      const chroma = <usize>(upsampling == H2V2_REPEATED ? row >> 1 : row) * chromaStride;
      if (upsampling == GREY) convertGreyRow(to, y, scaledWidth);
      else if (upsampling == EQUAL) convertRow(to, y, cbRows + chroma, crRows + chroma, scaledWidth);
      else if (upsampling == H2V1) convertRowH2V1(to, y, cbRows + chroma, crRows + chroma, scaledWidth);
      else convertRowRepeated(to, y, cbRows + chroma, crRows + chroma, scaledWidth);
      to += rowBytes;
    }
  }
  mcuRow++;
  return count;
}
