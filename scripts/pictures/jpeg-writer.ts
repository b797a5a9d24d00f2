/**
 * A writer of baseline JPEG, for what sharp's encoder does not write: colour at half width (4:2:2) and restart markers.
 * Source: ITU-T T.81; the tables are those of its annex K.
 */
import { be16, concat, latin1, u8, type Bytes } from './bytes.js';
import { blockCoefficients } from './jpeg-dct.js';
import { HuffmanWriter } from './jpeg-huffman.js';
import { HUFFMAN_TABLES, QUANTISATION, ZIGZAG } from './jpeg-tables.js';
import type { Raster } from './scene.js';

export interface JpegOptions {
  /** From 1 to 100, as libjpeg scales it. */
  quality: number;
  /** How colour is sampled; without meaning for a grey picture. */
  sampling: '4:4:4' | '4:2:2' | '4:2:0';
  /** MCUs from one restart marker to the next. */
  restartInterval?: number;
}

interface Component {
  id: number;
  /** Blocks in an MCU, across and down. */
  across: number;
  down: number;
  /** 0 for luma, 1 for chroma: of the quantisation table and of both Huffman tables. */
  table: 0 | 1;
  /** The sample at a place; beyond the picture its last one. */
  at: (x: number, y: number) => number;
}

const FACTORS = { '4:4:4': [1, 1], '4:2:2': [2, 1], '4:2:0': [2, 2] } as const;

/** @param picture grey (one channel) or RGB (three) */
export function writeJpeg(picture: Raster, options: JpegOptions): Bytes {
  const { width, height } = picture;
  const components = componentsOf(picture, options.sampling);
  const tables = QUANTISATION.map((table) => scaledTable(table, options.quality));
  const used = components.length === 1 ? [0] : [0, 1];
  return concat(
    u8(0xff, 0xd8),
    segment(0xe0, concat(latin1('JFIF\0'), u8(1, 1, 0), be16(1, 1), u8(0, 0))),
    ...used.map((i) => segment(0xdb, u8(i, ...ZIGZAG.map((at) => tables[i]![at]!)))),
    segment(
      0xc0,
      concat(
        u8(8),
        be16(height, width),
        u8(components.length),
        ...components.map(({ id, across, down, table }) => u8(id, (across << 4) | down, table)),
      ),
    ),
    ...used.flatMap((i) =>
      HUFFMAN_TABLES[i]!.map(({ counts, values }, isAc) =>
        segment(0xc4, u8((isAc << 4) | i, ...counts, ...values)),
      ),
    ),
    options.restartInterval === undefined ? u8() : segment(0xdd, be16(options.restartInterval)),
    segment(
      0xda,
      u8(components.length, ...components.flatMap(({ id, table }) => [id, (table << 4) | table]), 0, 63, 0),
    ),
    scan(picture, components, tables, options.restartInterval ?? Infinity),
    u8(0xff, 0xd9),
  );
}

function segment(marker: number, content: Bytes): Bytes {
  return concat(u8(0xff, marker), be16(content.length + 2), content);
}

/** libjpeg's rule (jcparam.c). */
function scaledTable(table: readonly number[], quality: number): number[] {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return table.map((value) => Math.min(255, Math.max(1, Math.floor((value * percent + 50) / 100))));
}

function componentsOf(
  { width, height, channels, samples }: Raster,
  sampling: JpegOptions['sampling'],
): Component[] {
  const plane =
    (weigh: (pixel: number) => number, stepX: number, stepY: number) => (x: number, y: number) => {
      let sum = 0;
      for (let dy = 0; dy < stepY; dy++) {
        for (let dx = 0; dx < stepX; dx++) {
          const column = Math.min(width - 1, x * stepX + dx);
          const row = Math.min(height - 1, y * stepY + dy);
          sum += weigh((row * width + column) * channels);
        }
      }
      return sum / (stepX * stepY);
    };
  if (channels === 1) {
    return [{ id: 1, across: 1, down: 1, table: 0, at: plane((i) => samples[i]!, 1, 1) }];
  }
  const [across, down] = FACTORS[sampling];
  const red = (i: number) => samples[i]!;
  const green = (i: number) => samples[i + 1]!;
  const blue = (i: number) => samples[i + 2]!;
  const luma = (i: number) => 0.299 * red(i) + 0.587 * green(i) + 0.114 * blue(i);
  // The colour differences of JFIF 1.02.
  const blueness = (i: number) => 128 + (blue(i) - luma(i)) / 1.772;
  const redness = (i: number) => 128 + (red(i) - luma(i)) / 1.402;
  return [
    { id: 1, across, down, table: 0, at: plane(luma, 1, 1) },
    { id: 2, across: 1, down: 1, table: 1, at: plane(blueness, across, down) },
    { id: 3, across: 1, down: 1, table: 1, at: plane(redness, across, down) },
  ];
}

function scan(
  { width, height }: Raster,
  components: readonly Component[],
  tables: readonly (readonly number[])[],
  restartInterval: number,
): Bytes {
  const { across, down } = components[0]!;
  const columns = Math.ceil(width / (8 * across));
  const rows = Math.ceil(height / (8 * down));
  const parts: Bytes[] = [];
  let writer = new HuffmanWriter(components.length);
  for (let mcu = 0; mcu < columns * rows; mcu++) {
    if (mcu > 0 && mcu % restartInterval === 0) {
      parts.push(writer.end(), u8(0xff, 0xd0 + ((mcu / restartInterval - 1) & 7)));
      writer = new HuffmanWriter(components.length);
    }
    const [mcuX, mcuY] = [mcu % columns, Math.floor(mcu / columns)];
    for (const [i, { across: h, down: v, table, at }] of components.entries()) {
      for (let block = 0; block < h * v; block++) {
        const left = (mcuX * h + (block % h)) * 8;
        const top = (mcuY * v + Math.floor(block / h)) * 8;
        const coefficients = blockCoefficients((x, y) => at(left + x, top + y), tables[table]!);
        writer.block(i, coefficients, HUFFMAN_TABLES[table]!);
      }
    }
  }
  return concat(...parts, writer.end());
}
