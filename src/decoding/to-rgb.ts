import { stripsOf, type DecodedPixels, type RgbRows } from './rgb-image.js';

/** The rows of what was decoded as 8-bit RGB, made a strip at a time: the whole would be as large once more. */
export function rgbRowsOf({ width, height, channels, data }: DecodedPixels): RgbRows {
  function* strips(): Iterable<Uint8Array> {
    let rgb: Uint8Array | undefined;
    for (const strip of stripsOf(data, width * channels)) {
      const rows = strip.length / (width * channels);
      rgb ??= new Uint8Array(rows * width * 3);
      yield toRgb({ width, height: rows, channels, data: strip }, rgb.subarray(0, rows * width * 3));
    }
  }
  return { width, height, fullSize: { width, height }, strips: strips() };
}

/**
 * 8-bit RGB of grey, grey + alpha, RGB or RGB + alpha; what is transparent shows white.
 * @param rgb where to put it
 * @returns `width * height * 3` bytes; the same array as came in where nothing had to be done
 */
export function toRgb(
  { width, height, channels, data }: DecodedPixels,
  rgb = channels === 3 ? data : new Uint8Array(width * height * 3),
): Uint8Array {
  if (channels === 3) return data;
  const hasAlpha = channels === 2 || channels === 4;
  const isGrey = channels <= 2;
  for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
    const alpha = hasAlpha ? data[from + channels - 1]! : 255;
    const red = overWhite(data[from]!, alpha);
    rgb[to] = red;
    rgb[to + 1] = isGrey ? red : overWhite(data[from + 1]!, alpha);
    rgb[to + 2] = isGrey ? red : overWhite(data[from + 2]!, alpha);
  }
  return rgb;
}

/**
 * One sample composited over opaque white, in the integer arithmetic of Pillow's `Image.alpha_composite`
 * (libImaging/AlphaComposite.c), so that the result is the reference's to the last bit.
 */
function overWhite(sample: number, alpha: number): number {
  if (alpha === 255) return sample;
  const sum = (sample * alpha + 255 * (255 - alpha) + 128) << 7;
  return ((sum >>> 8) + sum) >>> 15;
}

/**
 * RGB of CMYK samples (0 is no ink) by Pillow's formula (libImaging/Convert.c, `cmyk2rgb`): no colour profile,
 * each channel is what the ink and the black leave.
 */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const light = 255 - cmyk[from + 3]!;
    for (let c = 0; c < 3; c++) rgb[to + c] = Math.max(0, light - dividedBy255(cmyk[from + c]! * light));
  }
  return rgb;
}

/** Rounded n / 255 for n up to 65025. */
function dividedBy255(n: number): number {
  const rounded = n + 128;
  return ((rounded >>> 8) + rounded) >>> 8;
}
