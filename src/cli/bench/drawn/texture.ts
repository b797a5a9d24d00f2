import sharp from 'sharp';
import { mulberry32 } from '../../../model/mulberry32.js';

const COARSEST_CELL = 512;
/** Below so many pixels the blur of the lens shows. */
const SHARP_CELL = 4;
const CONTRAST = 0.3;

export interface Texture {
  width: number;
  height: number;
  seed: number;
  /** How much of the finest detail is left: 0 out of focus, 1 as strong as all coarser detail. */
  sharpness: number;
}

/**
 * Brightness as in a natural picture, in which every octave of spatial frequency has about the same power
 * (D. J. Field, "Relations between the statistics of natural images and the response properties of cortical cells",
 * JOSA A 4 (1987), 2379-2394): random numbers on ever finer grids, interpolated and summed.
 *
 * @returns one number for each pixel, nearly always within -1 to 1
 */
export async function naturalTexture({ width, height, seed, sharpness }: Texture): Promise<Float32Array> {
  const sum = new Float32Array(width * height);
  for (let cell = COARSEST_CELL; cell >= 1; cell /= 2) {
    const octave = await gridNoise({ width, height, cell, seed: seed * 1000 + cell });
    const weight = (CONTRAST / 127.5) * (cell < SHARP_CELL ? sharpness : 1);
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + (octave[i]! - 127.5) * weight;
  }
  return sum;
}

interface Grid {
  width: number;
  height: number;
  /** Pixels between two points of the grid. */
  cell: number;
  seed: number;
}

/** Random numbers, one for each cell, interpolated. @returns 0 to 255 for each pixel */
export async function gridNoise({ width, height, cell, seed }: Grid): Promise<Uint8Array> {
  const random = mulberry32(seed);
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const grid = Uint8Array.from({ length: columns * rows }, () => random() * 256);
  if (cell === 1) return grid;
  return sharp(grid, { raw: { width: columns, height: rows, channels: 1 } })
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}
