/** A picture as every later stage wants it: 8-bit RGB, upright, without transparency. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `height * width * 3` bytes in rows from the top: R, G, B, R, G, B ... (HWC) */
  readonly data: Uint8Array;
}

/** What a decode engine gives: 8-bit samples as they are stored, transparency and orientation not yet applied. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (not premultiplied) */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array;
}
