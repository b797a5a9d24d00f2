/** A width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture as every later stage wants it: 8-bit RGB, upright, without transparency. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `height * width * 3` bytes in rows from the top: R, G, B, R, G, B ... (HWC) */
  readonly data: Uint8Array;
}

/** Such a picture in strips of whole rows, from the top. It can be read once. */
export interface RgbRows {
  readonly width: number;
  readonly height: number;
  /** Of the picture that was sent; larger than the rows where it was decoded at a reduced scale. */
  readonly fullSize: Size;
  /** `rows * width * 3` bytes each, valid until the next one is asked for. */
  readonly strips: Iterable<Uint8Array>;
}

/** What a decode engine gives: 8-bit samples as they are stored, transparency and orientation not yet applied. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (not premultiplied) */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array;
}

/** Strips that stay in the cache while they are worked on. */
const STRIP_BYTES = 1 << 16;

/** The rows of a picture that is there as a whole. */
export function rowsOf({ width, height, data }: RgbImage): RgbRows {
  return { width, height, fullSize: { width, height }, strips: stripsOf(data, width * 3) };
}

/** Whole rows at a time, as many as stay in the cache. */
export function* stripsOf(data: Uint8Array, rowBytes: number): Iterable<Uint8Array> {
  // A multiple of four, which is how many rows are resampled at a time.
  const stripBytes = Math.max(4, (STRIP_BYTES / rowBytes) & ~3) * rowBytes;
  for (let at = 0; at < data.length; at += stripBytes) yield data.subarray(at, at + stripBytes);
}

/** The whole picture of its rows. */
export function imageOf({ width, height, strips }: RgbRows): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let at = 0;
  for (const strip of strips) {
    data.set(strip, at);
    at += strip.length;
  }
  return { width, height, data };
}
