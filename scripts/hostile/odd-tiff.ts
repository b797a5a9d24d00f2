/** TIFFs of one strip whose directory says whatever is asked for. Source: TIFF 6.0, sections 2 and 8. */
import { concat, type Bytes } from '../pictures/bytes.js';
import { tiffDirectory, type TiffTag } from '../pictures/tiff-writer.js';

export const Tag = {
  Width: 256,
  Height: 257,
  BitsPerSample: 258,
  Compression: 259,
  Photometric: 262,
  StripOffsets: 273,
  SamplesPerPixel: 277,
  RowsPerStrip: 278,
  StripByteCounts: 279,
  PlanarConfiguration: 284,
  Predictor: 317,
  TileWidth: 322,
  TileLength: 323,
  TileOffsets: 324,
  TileByteCounts: 325,
  SubIfds: 330,
  JpegTables: 347,
  ExifIfd: 34665,
  IccProfile: 34675,
} as const;

export const Compression = {
  None: 1,
  Group4: 4,
  Lzw: 5,
  OldJpeg: 6,
  Jpeg: 7,
  Deflate: 8,
  PackBits: 32773,
} as const;

export interface OddTiff {
  width: number;
  height: number;
  /** Tags beside or instead of those of an uncompressed grey picture in one strip; `undefined` leaves one out. */
  tags?: Partial<Record<number, readonly number[] | undefined>>;
  /** How often the same data are pointed at, as strips or tiles. */
  pieces?: number;
  bigEndian?: boolean;
}

export function oddTiff(
  { width, height, tags = {}, pieces = 1, bigEndian = false }: OddTiff,
  data: Bytes,
): Bytes {
  const isTiled = tags[Tag.TileWidth] !== undefined;
  const [offsets, lengths] = isTiled
    ? [Tag.TileOffsets, Tag.TileByteCounts]
    : [Tag.StripOffsets, Tag.StripByteCounts];
  const directory = (dataAt: number) => {
    const all: Partial<Record<number, readonly number[] | undefined>> = {
      [Tag.Width]: [width],
      [Tag.Height]: [height],
      [Tag.BitsPerSample]: [8],
      [Tag.Compression]: [Compression.None],
      [Tag.Photometric]: [1],
      [Tag.SamplesPerPixel]: [1],
      [offsets]: Array<number>(pieces).fill(dataAt),
      [lengths]: Array<number>(pieces).fill(data.length),
      ...(isTiled ? {} : { [Tag.RowsPerStrip]: [Math.ceil(height / pieces)] }),
      ...tags,
    };
    const entries = Object.entries(all).flatMap(([tag, values]): TiffTag[] =>
      values ? [[Number(tag), 'long', values]] : [],
    );
    return tiffDirectory(entries, bigEndian);
  };
  // Where the data lie depends on the length of the directory, which does not depend on it.
  return concat(directory(directory(0).length), data);
}
