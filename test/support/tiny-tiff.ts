import { tiffDirectory, type TiffTag } from '../../scripts/pictures/tiff-writer.js';

/** Tags by their number; without values one is left out. */
export type Tags = Record<number, number[]>;

const STRIPS = { offsets: 273, lengths: 279 };
const TILES = { offsets: 324, lengths: 325 };
const TILE_WIDTH = 322;

/** Two by two pixels of 8-bit grey in one strip. */
const GREY: Tags = { 256: [2], 257: [2], 258: [8], 259: [1], 262: [1], 277: [1], 278: [2] };

/** What makes 8-bit RGB of it. */
export const RGB: Tags = { 258: [8, 8, 8], 262: [2], 277: [3] };

/**
 * A TIFF of a few pixels in the byte order II.
 * @param tags beside or instead of those of 2x2 grey pixels
 * @param pieces the strips, or the tiles where the tags have a width of tiles
 */
export function tinyTiff(tags: Tags, ...pieces: number[][]): Buffer {
  const places = TILE_WIDTH in tags ? TILES : STRIPS;
  const directory = (offsets: number[]) => {
    const lengths = pieces.map(({ length }) => length);
    const all = { ...GREY, [places.offsets]: offsets, [places.lengths]: lengths, ...tags };
    const entries = Object.entries(all).filter(([, values]) => values.length > 0);
    return tiffDirectory(entries.map(([tag, values]): TiffTag => [Number(tag), 'long', values]));
  };
  // The directory is as long whatever the offsets are.
  let next = directory(pieces.map(() => 0)).length;
  const offsets = pieces.map(({ length }) => (next += length) - length);
  return Buffer.concat([directory(offsets), Buffer.from(pieces.flat())]);
}
