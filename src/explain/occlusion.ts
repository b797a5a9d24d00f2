import type { Size } from '../preprocessing/preprocessing-spec.js';

/** A rectangle of pixels. */
export interface Patch {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** Of each of R, G and B, before they are normalised. */
const MID_GREY = 128;
const CHANNELS = 3;

/** As many patches a side as are asked for, but none smaller than a pixel. */
export function gridFor(side: number, { width, height }: Size): Grid {
  return { rows: Math.min(side, height), columns: Math.min(side, width) };
}

/** @returns the patches of a grid, row by row; where the pixels do not divide evenly, some are a pixel longer */
export function patchesOf({ rows, columns }: Grid, { width, height }: Size): Patch[] {
  const edge = (i: number, cells: number, length: number) => Math.floor((i * length) / cells);
  return Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const [left, top] = [edge(column, columns, width), edge(row, rows, height)];
    return {
      ...{ left, top },
      width: edge(column + 1, columns, width) - left,
      height: edge(row + 1, rows, height) - top,
    };
  });
}

/**
 * A copy of a picture with a patch of it greyed out, as M. D. Zeiler and R. Fergus do ("Visualizing and Understanding
 * Convolutional Networks", ECCV 2014, section 4.2). Mid-grey is close to what models take for nothing: the mean of
 * photographs, which normalisation makes 0.
 *
 * @param pixels rows of R, G, B
 * @param width of the picture
 */
export function greyedOut(pixels: Uint8Array, width: number, patch: Patch): Uint8Array {
  // Not by slice(), which shares the memory of a Buffer.
  const copy = new Uint8Array(pixels);
  for (let y = patch.top; y < patch.top + patch.height; y++) {
    const from = (y * width + patch.left) * CHANNELS;
    copy.fill(MID_GREY, from, from + patch.width * CHANNELS);
  }
  return copy;
}
