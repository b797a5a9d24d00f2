/**
 * A writer of TIFF files: strips or tiles; no compression, LZW or deflate; both byte orders.
 * Sources: TIFF Revision 6.0 (Adobe, 1992); Adobe Photoshop TIFF Technical Notes (2002) for deflate.
 */
import { deflateSync } from 'node:zlib';
import { be16, be32, concat, latin1, le16, le32, u8, type Bytes } from './bytes.js';
import { lzw } from './lzw.js';

/** PhotometricInterpretation (section 8). */
export const Photometric = { WhiteIsZero: 0, BlackIsZero: 1, Rgb: 2, Palette: 3 } as const;
type Photometric = (typeof Photometric)[keyof typeof Photometric];

export interface TiffPicture {
  width: number;
  height: number;
  channels: number;
  bits: 8 | 16;
  photometric: Photometric;
  samples: ArrayLike<number>;
  compression?: 'none' | 'lzw' | 'deflate';
  /** Differences from the left neighbour before the compression (section 14); for eight bits only. */
  predictor?: boolean;
  /** Side of the square tiles, a multiple of sixteen; strips when left out. */
  tile?: number;
  bigEndian?: boolean;
  /** 256 reds, 256 greens and 256 blues of sixteen bits each. */
  colourMap?: readonly number[];
  /** The last channel is alpha that the colours are not multiplied with. */
  alpha?: boolean;
  orientation?: number;
}

export type TiffTag = readonly [tag: number, type: 'short' | 'long', values: readonly number[]];

/** The header and one directory, values that do not fit in it after it; the pixel data may follow. */
export function tiffDirectory(tags: readonly TiffTag[], bigEndian = false): Bytes {
  const [put16, put32] = bigEndian ? [be16, be32] : [le16, le32];
  let overflowAt = 8 + 2 + 12 * tags.length + 4;
  const overflow: Bytes[] = [];
  const entries = [...tags]
    .sort((a, b) => a[0] - b[0])
    .map(([tag, type, values]) => {
      let data = type === 'short' ? put16(...values) : put32(...values);
      if (data.length > 4) {
        overflow.push(data);
        const at = overflowAt;
        overflowAt += data.length;
        data = put32(at);
      }
      const field = concat(data, new Uint8Array(4 - data.length));
      return concat(put16(tag, type === 'short' ? 3 : 4), put32(values.length), field);
    });
  const start = concat(latin1(bigEndian ? 'MM' : 'II'), put16(42), put32(8), put16(tags.length));
  return concat(start, ...entries, put32(0), ...overflow);
}

/** The samples of a rectangle; beyond the edge of the picture a tile is padded with zeros. */
function rectangle(picture: TiffPicture, left: number, top: number, width: number, height: number): Bytes {
  const { channels, bits, samples, predictor, bigEndian } = picture;
  const values: number[] = [];
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const inside = x < picture.width && y < picture.height;
        values.push(inside ? (samples[(y * picture.width + x) * channels + channel] ?? 0) : 0);
      }
    }
  }
  if (bits === 16) return (bigEndian ? be16 : le16)(...values);
  if (!predictor) return u8(...values);
  const rowLength = width * channels;
  return u8(
    ...values.map((value, i) => (i % rowLength < channels ? value : value - (values[i - channels] ?? 0))),
  );
}

function compressed(data: Bytes, compression: TiffPicture['compression']): Bytes {
  if (compression === 'lzw') return lzw(data, 8, 'tiff');
  return compression === 'deflate' ? deflateSync(data, { level: 9 }) : data;
}

/** The strips or tiles of the picture, and the tags that tell how they lie. */
function pixelData(picture: TiffPicture): { pieces: Bytes[]; layout: TiffTag[]; offsetTag: number } {
  const { width, height, tile } = picture;
  const [pieceWidth, pieceHeight] = tile ? [tile, tile] : [width, 16];
  const pieces: Bytes[] = [];
  for (let top = 0; top < height; top += pieceHeight) {
    for (let left = 0; left < width; left += pieceWidth) {
      const rows = tile ?? Math.min(pieceHeight, height - top);
      pieces.push(compressed(rectangle(picture, left, top, pieceWidth, rows), picture.compression));
    }
  }
  const sizes = pieces.map((piece) => piece.length);
  const layout: TiffTag[] = tile
    ? [
        [322, 'short', [tile]],
        [323, 'short', [tile]],
        [325, 'long', sizes],
      ]
    : [
        [278, 'short', [pieceHeight]],
        [279, 'long', sizes],
      ];
  return { pieces, layout, offsetTag: tile ? 324 : 273 };
}

export function writeTiff(picture: TiffPicture): Bytes {
  const { width, height, channels, bits, photometric, bigEndian } = picture;
  const { pieces, layout, offsetTag } = pixelData(picture);
  const tags: TiffTag[] = [
    [256, 'short', [width]],
    [257, 'short', [height]],
    [258, 'short', Array.from({ length: channels }, () => bits)],
    [259, 'short', [{ none: 1, lzw: 5, deflate: 8 }[picture.compression ?? 'none']]],
    [262, 'short', [photometric]],
    [277, 'short', [channels]],
    [284, 'short', [1]],
    ...layout,
  ];
  if (picture.predictor) tags.push([317, 'short', [2]]);
  if (picture.orientation) tags.push([274, 'short', [picture.orientation]]);
  if (picture.colourMap) tags.push([320, 'short', picture.colourMap]);
  if (picture.alpha) tags.push([338, 'short', [2]]);

  // The offsets depend on the length of the directory, which does not depend on them: lay it out twice.
  const withOffsets = (offsets: number[]) =>
    tiffDirectory([...tags, [offsetTag, 'long', offsets]], bigEndian);
  let next = withOffsets(pieces.map(() => 0)).length;
  const offsets = pieces.map((piece) => {
    const at = next;
    next += piece.length;
    return at;
  });
  return concat(withOffsets(offsets), ...pieces);
}
