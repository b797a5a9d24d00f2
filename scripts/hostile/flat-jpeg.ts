/**
 * JPEGs of one grey that are as short as can be: every block is two bits (baseline), or one bit and nothing (progressive,
 * where one code ends up to 32,767 blocks). Source: ITU-T T.81, annexes B, F and G.
 */
import { be16, concat, u8, type Bytes } from '../pictures/bytes.js';
import { BitWriter } from './bit-writer.js';

export interface FlatJpeg {
  width: number;
  height: number;
  components: 1 | 3 | 4;
  /** 0xc0 baseline, 0xc2 progressive, and others that are seldom read. */
  frame?: number;
  /** Sampling of the first component, across and down in four bits each; 0x11 for the others. */
  sampling?: number;
}

/** Part of the coefficients of one component (or DC of all) in one scan of a progressive picture. */
interface Scan {
  components: readonly number[];
  start: number;
  end: number;
  high: number;
  low: number;
}

export function segment(marker: number, content: Bytes): Bytes {
  return concat(u8(0xff, marker), be16(content.length + 2), content);
}

/** A Huffman table whose only symbol is a single zero bit. */
function oneSymbol(slot: number, symbol: number): Bytes {
  return segment(0xc4, u8(slot, 1, ...Array<number>(15).fill(0), symbol));
}

const EVERY_BLOCK_ENDS = 0x00;
/** Ends 2^14 blocks and as many as the next 14 bits say. */
const MANY_BLOCKS_END = 0xe0;
const LONGEST_RUN = 32_767;

function head({ width, height, components, frame = 0xc0, sampling = 0x11 }: FlatJpeg): Bytes {
  const ids = Array.from({ length: components }, (_, i) => i + 1);
  return concat(
    u8(0xff, 0xd8),
    segment(0xdb, u8(0, ...Array<number>(64).fill(1))),
    segment(
      frame,
      concat(
        u8(8),
        be16(height, width),
        u8(components),
        ...ids.map((id) => u8(id, id === 1 ? sampling : 0x11, 0)),
      ),
    ),
    oneSymbol(0x00, 0),
    oneSymbol(0x10, frame === 0xc2 ? MANY_BLOCKS_END : EVERY_BLOCK_ENDS),
  );
}

function scanHeader({ components, start, end, high, low }: Scan): Bytes {
  return segment(
    0xda,
    u8(components.length, ...components.flatMap((id) => [id, 0]), start, end, (high << 4) | low),
  );
}

/** Blocks of a scan of all components together. */
function blocks({ width, height, components, sampling = 0x11 }: FlatJpeg): number {
  const [across, down] = [sampling >> 4, sampling & 15];
  if (components === 1) return Math.ceil(width / 8) * Math.ceil(height / 8);
  const units = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
  return units * (across * down + components - 1);
}

function zeroBits(count: number): Bytes {
  const bits = new BitWriter('high');
  bits.writeZeros(count);
  return bits.end(1);
}

/** Behind each byte 0xff a zero says that it begins no marker. */
function stuffed(bytes: Bytes): Bytes {
  return u8(...[...bytes].flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])));
}

/** @param restartInterval MCUs from one restart marker to the next; only for one component */
export function flatJpeg(picture: FlatJpeg, restartInterval = 0): Bytes {
  const ids = Array.from({ length: picture.components }, (_, i) => i + 1);
  const header = scanHeader({ components: ids, start: 0, end: 63, high: 0, low: 0 });
  const all = blocks(picture);
  if (restartInterval === 0) {
    return concat(head(picture), header, zeroBits(2 * all), u8(0xff, 0xd9));
  }
  const interval = concat(zeroBits(2 * restartInterval), u8(0xff, 0xd0));
  const count = Math.ceil(all / restartInterval);
  const data = Buffer.alloc(interval.length * count);
  for (let i = 0; i < count; i++) {
    data.set(interval, i * interval.length);
    data[(i + 1) * interval.length - 1] = 0xd0 + (i & 7);
  }
  // The last interval has no marker behind it.
  const end = zeroBits(2 * (all - (count - 1) * restartInterval));
  data.set(end, (count - 1) * interval.length);
  const used = (count - 1) * interval.length + end.length;
  return concat(
    head(picture),
    segment(0xdd, be16(restartInterval)),
    header,
    data.subarray(0, used),
    u8(0xff, 0xd9),
  );
}

/** Every coefficient alone and bit by bit from the 14th down, which is legal: 882 scans a component after the first. */
function* manyScans(components: number): Generator<Scan> {
  for (;;) {
    for (let low = 13; low >= 0; low--) {
      for (let k = 1; k <= 63; k++) {
        for (let id = 1; id <= components; id++) {
          yield { components: [id], start: k, end: k, high: low === 13 ? 0 : low + 1, low };
        }
      }
    }
  }
}

/** A progressive picture in so many scans; beyond 882 for each component it says the same things again. */
export function progressiveJpeg(picture: Omit<FlatJpeg, 'frame'>, scans: number): Bytes {
  const full: FlatJpeg = { ...picture, frame: 0xc2 };
  const ids = Array.from({ length: picture.components }, (_, i) => i + 1);
  const dc = scanHeader({ components: ids, start: 0, end: 0, high: 0, low: 0 });
  const parts = [head(full), dc, zeroBits(blocks(full))];
  const acBlocks = Math.ceil(picture.width / 8) * Math.ceil(picture.height / 8);
  const bits = new BitWriter('high');
  for (let left = acBlocks; left > 0; left -= LONGEST_RUN) {
    bits.write(0, 1);
    bits.write(Math.max(0, Math.min(left, LONGEST_RUN) - 16_384), 14);
  }
  const data = stuffed(bits.end(1));
  let wanted = scans - 1;
  for (const scan of manyScans(picture.components)) {
    if (wanted-- === 0) break;
    parts.push(scanHeader(scan), data);
  }
  parts.push(u8(0xff, 0xd9));
  // Too many to be arguments.
  return Buffer.concat(parts);
}
