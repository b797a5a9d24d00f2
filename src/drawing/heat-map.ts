import type { RgbImage } from '../decoding/rgb-image.js';

/** A signed value for each cell of a grid that covers a picture, row by row from the top. */
export interface Heat {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * The ends of ColorBrewer's RdBu (Harrower and Brewer, 2003), which people with any of the usual colour blindnesses tell
 * apart: red for what is above 0, blue for what is below.
 */
const ABOVE = [178, 24, 43] as const;
const BELOW = [33, 102, 172] as const;
/** Of the strongest cell; the picture has to be seen through it. */
const MOST_OPAQUE = 0.7;
/** A map whose strongest cell is weaker than this stays as pale as it is: noise is not to look like a finding. */
const FAINT = 0.01;
/** How much of its own colours a picture keeps, so that a red fox is not taken for heat. */
const KEPT_COLOUR = 0.35;
/** Of R, G and B in the luma of ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;
const CHANNELS = 3;

/**
 * Draws a heat map over a paler copy of a picture. A colour is the more opaque the farther its value is from 0, in proportion
 * to the strongest; between the middles of the cells values are interpolated (bilinear).
 */
export function drawHeat({ width, height, data }: RgbImage, heat: Heat): RgbImage {
  const strongest = heat.values.reduce((most, value) => Math.max(most, Math.abs(value)), FAINT);
  const columns = samplesOf(width, heat.columns);
  const out = new Uint8Array(data.length);
  let at = 0;
  for (const row of samplesOf(height, heat.rows)) {
    for (const column of columns) {
      const value = interpolated(heat, row, column) / strongest;
      const opacity = MOST_OPAQUE * Math.abs(value);
      const colour = value > 0 ? ABOVE : BELOW;
      const grey = LUMA[0] * data[at]! + LUMA[1] * data[at + 1]! + LUMA[2] * data[at + 2]!;
      for (let c = 0; c < CHANNELS; c++) {
        const pale = grey + (data[at + c]! - grey) * KEPT_COLOUR;
        out[at + c] = Math.round(pale + (colour[c]! - pale) * opacity);
      }
      at += CHANNELS;
    }
  }
  return { width, height, data: out };
}

/** Between which two cells of an axis the middle of a pixel lies, and how near it is to the second. */
interface Sample {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

function samplesOf(pixels: number, cells: number): Sample[] {
  return Array.from({ length: pixels }, (_, pixel) => {
    const place = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
    const first = Math.floor(place);
    return { first, second: Math.min(cells - 1, first + 1), share: place - first };
  });
}

function interpolated({ columns, values }: Heat, row: Sample, column: Sample): number {
  const along = (of: number) => {
    const first = values[of * columns + column.first]!;
    return first + (values[of * columns + column.second]! - first) * column.share;
  };
  const above = along(row.first);
  return above + (along(row.second) - above) * row.share;
}
