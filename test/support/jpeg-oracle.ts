import { JpegKernel, NotForTheKernel } from '../../src/decoding/engines/jpeg-kernel.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import { readImageHeader, type ImageHeader } from '../../src/decoding/header/image-header.js';
import { imageOf, type RgbImage } from '../../src/decoding/rgb-image.js';
import { toRgb } from '../../src/decoding/to-rgb.js';
import { Kernels } from '../../src/kernels/kernels.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import type { Raster } from '../../scripts/pictures/scene.js';

/** Few, so that a damaged size costs no time. */
const MAX_PIXELS = 1_000_000;

const kernels = new Kernels();
const kernel = new JpegKernel(kernels);
const sharpEngine = await SharpEngine.load(MAX_PIXELS);

/**
 * A whole picture by the JPEG kernel, as stored.
 * @param halvings how often its sides are halved
 * @param header of the file, where it is not to be read from it
 * @returns undefined where the kernel leaves it to another engine, or where the file is refused before
 * @throws whatever else it throws, a trap of WebAssembly for instance
 */
export function decodedByKernel(
  bytes: Uint8Array,
  halvings = 0,
  header = headerOf(bytes),
): RgbImage | undefined {
  if (!header) return undefined;
  kernels.reset();
  const source = { address: kernels.copyIn(bytes), length: bytes.length };
  try {
    return imageOf(kernel.decode(source, header, leastSizeFor(header, halvings)));
  } catch (error) {
    if (error instanceof NotForTheKernel) return undefined;
    throw error;
  }
}

export function headerOf(bytes: Uint8Array): ImageHeader | undefined {
  try {
    return readImageHeader(bytes, MAX_PIXELS);
  } catch {
    return undefined;
  }
}

/** The size at which nothing is left but that scale. */
function leastSizeFor({ width, height }: Size, halvings: number): Size {
  return { width: Math.ceil(width / 2 ** halvings), height: Math.ceil(height / 2 ** halvings) };
}

/** The same by sharp, which uses libjpeg-turbo; undefined where the server refuses the file. */
export async function decodedBySharp(bytes: Uint8Array): Promise<RgbImage | undefined> {
  try {
    const pixels = await sharpEngine.decode(bytes, readImageHeader(bytes, MAX_PIXELS));
    return { width: pixels.width, height: pixels.height, data: toRgb(pixels) };
  } catch {
    return undefined;
  }
}

/** Noise, a gradient, one colour, or black and white dots: what is hard for a decoder, and what is common. */
export function randomRaster(random: () => number, { width, height }: Size, channels: 1 | 3 = 3): Raster {
  const kind = Math.floor(random() * 4);
  const slopes = Array.from({ length: 2 * channels }, () => (random() - 0.5) * 20);
  const base = Array.from({ length: channels }, () => Math.floor(random() * 256));
  const samples = Uint16Array.from({ length: width * height * channels }, (_, i) => {
    const [pixel, c] = [Math.floor(i / channels), i % channels];
    if (kind === 0) return Math.floor(random() * 256);
    if (kind === 1) {
      const value =
        base[c]! + slopes[2 * c]! * (pixel % width) + slopes[2 * c + 1]! * Math.floor(pixel / width);
      return Math.min(255, Math.max(0, Math.round(value)));
    }
    return kind === 2 ? base[c]! : random() < 0.5 ? 0 : 255;
  });
  return { width, height, channels, samples };
}
