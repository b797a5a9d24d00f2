/**
 * The marker segments in front of the scan (ITU-T T.81 annex B). Only what leads to one interleaved baseline
 * scan is accepted; the parser is strict, since a decoder that tolerates more stands behind this one.
 */
import { DAMAGED, NOT_SUPPORTED, OK } from './status';
import { readHuffmanTables, forgetHuffmanTables } from './huffman-table';

/** The largest dimension (JPEG_MAX_DIMENSION) that libjpeg accepts. */
const MAX_DIMENSION: i32 = 65500;

/** Four quantisation tables of 64 x u16 in zigzag order. */
const QUANTISATION: usize = memory.data(4 * 128, 16);

/** Which of these tables have been defined, one bit each. */
let quantisationDefined: i32 = 0;

/** Dimensions of the full picture in pixels. */
export let frameWidth: i32 = 0;
export let frameHeight: i32 = 0;

/** 1 (grey) or 3 (YCbCr). */
export let componentCount: i32 = 0;

/** Luma samples per chroma sample, horizontally and vertically: 1x1, 2x1 or 2x2. */
export let lumaH: i32 = 1;
export let lumaV: i32 = 1;

/** MCUs between two restart markers; 0 = none. */
export let restartInterval: i32 = 0;

/** Address of the scan's first entropy-coded byte. */
export let scanStart: usize = 0;

/** Address after the last input byte. */
export let inputEnd: usize = 0;

/** Per component: id, H << 4 | V, quantisation table, Huffman tables DC << 4 | AC. */
const COMPONENTS: usize = memory.data(3 * 4);

/** Address of a component's quantisation table: 64 x u16 in zigzag order. */
export function quantisationTable(component: i32): usize {
  return QUANTISATION + <usize>load<u8>(COMPONENTS + component * 4, 2) * 128;
}

/** Number (0..3) of a component's DC Huffman table. */
export function dcTableNumber(component: i32): i32 {
  return (<i32>load<u8>(COMPONENTS + component * 4, 3)) >> 4;
}

/** Number (0..3) of a component's AC Huffman table. */
export function acTableNumber(component: i32): i32 {
  return (<i32>load<u8>(COMPONENTS + component * 4, 3)) & 15;
}

/** A 16-bit big-endian number. */
function u16be(at: usize): i32 {
  return ((<i32>load<u8>(at)) << 8) | (<i32>load<u8>(at, 1));
}

/** DQT (B.2.4.1): `at`..`end` is the segment without its length. */
function readQuantisationTables(at: usize, end: usize): i32 {
  while (at < end) {
    const head = <i32>load<u8>(at);
    at++;
    const wide = head >> 4;
    const number = head & 15;
    if (wide > 1 || number > 3) return DAMAGED;
    if (end - at < <usize>(64 << wide)) return DAMAGED;
    const table = QUANTISATION + <usize>number * 128;
    for (let i: usize = 0; i < 64; i++) {
      store<u16>(table + i * 2, wide ? u16be(at + i * 2) : <i32>load<u8>(at + i));
    }
    at += <usize>(64 << wide);
    quantisationDefined |= 1 << number;
  }
  return OK;
}

/** SOF0 or SOF1 (B.2.2). */
function readFrame(at: usize, end: usize): i32 {
  if (componentCount != 0 || end - at < 6) return DAMAGED;
  const precision = <i32>load<u8>(at);
  frameHeight = u16be(at + 1);
  frameWidth = u16be(at + 3);
  const components = <i32>load<u8>(at, 5);
  if (end - at != <usize>(6 + components * 3)) return DAMAGED;
  if (precision != 8 || frameHeight == 0) return NOT_SUPPORTED;
  if (frameWidth == 0) return DAMAGED;
  if (frameWidth > MAX_DIMENSION || frameHeight > MAX_DIMENSION) return NOT_SUPPORTED;
  if (components != 1 && components != 3) return NOT_SUPPORTED;
  at += 6;
  for (let i = 0; i < components; i++) {
    const entry = COMPONENTS + i * 4;
    const sampling = <i32>load<u8>(at, 1);
    const h = sampling >> 4;
    const v = sampling & 15;
    if (h < 1 || h > 4 || v < 1 || v > 4 || load<u8>(at, 2) > 3) return DAMAGED;
    for (let j = 0; j < i; j++) if (load<u8>(COMPONENTS + j * 4) == load<u8>(at)) return NOT_SUPPORTED;
    store<u8>(entry, load<u8>(at));
    store<u8>(entry, <u8>sampling, 1);
    store<u8>(entry, load<u8>(at, 2), 2);
    at += 3;
  }
  if (components == 1) {
    // A scan of one component is not interleaved: its MCU is one block, whatever the factors (A.2.2).
    lumaH = 1;
    lumaV = 1;
  } else {
    const luma = <i32>load<u8>(COMPONENTS, 1);
    const chroma = <i32>load<u8>(COMPONENTS, 5) == 0x11 && <i32>load<u8>(COMPONENTS, 9) == 0x11;
    if (!chroma || (luma != 0x11 && luma != 0x21 && luma != 0x22)) return NOT_SUPPORTED;
    lumaH = luma >> 4;
    lumaV = luma & 15;
  }
  componentCount = components;
  return OK;
}

/** SOS (B.2.3): the one scan has to name every component, in the frame's order. */
function readScan(at: usize, end: usize): i32 {
  if (componentCount == 0 || end - at < 1) return DAMAGED;
  const count = <i32>load<u8>(at);
  if (end - at != <usize>(4 + count * 2)) return DAMAGED;
  if (count != componentCount) return NOT_SUPPORTED;
  at++;
  for (let i = 0; i < count; i++) {
    const entry = COMPONENTS + i * 4;
    if (load<u8>(at) != load<u8>(entry)) return NOT_SUPPORTED;
    const tables = <i32>load<u8>(at, 1);
    if (tables >> 4 > 3 || (tables & 15) > 3) return DAMAGED;
    store<u8>(entry, <u8>tables, 3);
    if (!(quantisationDefined & (1 << (<i32>load<u8>(entry, 2))))) return DAMAGED;
    at += 2;
  }
  // Spectral selection 0..63 and no successive approximation, else it is not sequential.
  if (load<u8>(at) != 0 || load<u8>(at, 1) != 63 || load<u8>(at, 2) != 0) return DAMAGED;
  return OK;
}

/** Whether a segment begins with the four letters of `tag` (little-endian) and then `last`. */
function hasTag(at: usize, tag: u32, last: u8): bool {
  return load<u32>(at) == tag && load<u8>(at, 4) == last;
}

/**
 * Reads everything from SOI up to and including SOS.
 *
 * @param input address of the first byte
 * @param length bytes of input
 * @returns OK, NOT_SUPPORTED or DAMAGED
 */
export function readHeader(input: usize, length: u32): i32 {
  quantisationDefined = 0;
  componentCount = 0;
  restartInterval = 0;
  forgetHuffmanTables();
  if (length < 4 || <u64>input + <u64>length > (<u64>memory.size()) << 16) return DAMAGED;
  const end = input + length;
  inputEnd = end;
  if (u16be(input) != 0xffd8) return DAMAGED;
  let jfif = false;
  let adobe = -1;
  let at = input + 2;
  while (true) {
    if (at >= end || load<u8>(at) != 0xff) return DAMAGED;
    // Any number of fill bytes 0xff may precede the marker's code (B.1.1.2).
    while (at < end && load<u8>(at) == 0xff) at++;
    if (end - at < 3 || at > end) return DAMAGED;
    const marker = <i32>load<u8>(at);
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return DAMAGED;
    if (marker >= 0xf0 && marker <= 0xfd) return DAMAGED;
    at++;
    const size = <usize>u16be(at);
    if (size < 2 || end - at < size) return DAMAGED;
    const next = at + size;
    at += 2;
    let status = OK;
    if (marker == 0xc0 || marker == 0xc1) status = readFrame(at, next);
    else if (marker == 0xc4) status = readHuffmanTables(at, next);
    else if (marker < 0xd0) status = NOT_SUPPORTED;
    else if (marker == 0xda) {
      status = readScan(at, next);
      if (status != OK) return status;
      scanStart = next;
      break;
    } else if (marker == 0xdb) status = readQuantisationTables(at, next);
    else if (marker == 0xdd) {
      if (size != 4) return DAMAGED;
      restartInterval = u16be(at);
    } else if (marker < 0xe0) status = NOT_SUPPORTED;
    else if (marker == 0xe0 && size >= 16 && hasTag(at, 0x4649464a, 0)) {
      jfif = true;
      if (load<u8>(at, 5) != 1) status = DAMAGED; // an unknown major version of JFIF
    } else if (marker == 0xee && size >= 14 && hasTag(at, 0x626f6441, 0x65)) {
      adobe = <i32>load<u8>(at, 11);
    }
    if (status != OK) return status;
    at = next;
  }
  if (componentCount == 3 && !jfif) {
    // What three components mean without JFIF's promise: Adobe's flag decides, then the ids. The rules are
    // libjpeg's (jdapimin.c, default_decompress_parms).
    if (adobe >= 0) {
      if (adobe != 1) return adobe == 0 ? NOT_SUPPORTED : DAMAGED;
    } else {
      const r = load<u8>(COMPONENTS) == 0x52;
      const g = load<u8>(COMPONENTS + 4) == 0x47;
      const b = load<u8>(COMPONENTS + 8) == 0x42;
      if (r && g && b) return NOT_SUPPORTED;
    }
  }
  return OK;
}
