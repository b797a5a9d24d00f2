import { JpegKernel, NotForTheKernel } from '../../src/decoding/engines/jpeg-kernel.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import type { ImageHeader } from '../../src/decoding/header/image-header.js';
import { imageOf, type RgbImage } from '../../src/decoding/rgb-image.js';
import { toRgb } from '../../src/decoding/to-rgb.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { Finding, MAX_PIXELS, type Target } from './target.js';

const SCALES = [1, 2, 4, 8];
/** What lies in memory that was not written: another each time, so that samples made of it differ. */
const GARBAGE = [0x00, 0xff, 0x5a];

/**
 * The JPEG kernel at all four scales. What it takes for a whole picture has to be one for sharp as well, and of the very
 * same samples (docs/decisions/0010-jpeg-kernel.md).
 */
export async function jpegTarget(): Promise<Target> {
  const kernels = new Kernels();
  const kernel = new JpegKernel(kernels);
  const sharp = await SharpEngine.load(MAX_PIXELS);
  let turn = 0;

  /** @returns undefined where it leaves the picture to others */
  const decodeAt = (bytes: Uint8Array, header: ImageHeader, scale: number): RgbImage | undefined => {
    kernels.reset();
    const address = kernels.copyIn(bytes);
    const { buffer } = kernels.run.memory;
    new Uint8Array(buffer, address + bytes.length).fill(GARBAGE[turn++ % GARBAGE.length]!);
    const least = { width: Math.ceil(header.width / scale), height: Math.ceil(header.height / scale) };
    let image: RgbImage;
    try {
      image = imageOf(kernel.decode({ address, length: bytes.length }, header, least));
    } catch (error) {
      if (error instanceof NotForTheKernel) return undefined;
      throw error;
    }
    if (Buffer.compare(kernels.view(address, bytes.length), bytes) !== 0) {
      throw new Finding('input_changed', `the kernel wrote over its input at 1/${scale}`);
    }
    if (image.width !== least.width || image.height !== least.height) {
      throw new Finding('wrong_size', `${image.width}x${image.height} at 1/${scale}`);
    }
    return image;
  };

  return {
    name: 'jpeg',
    formats: ['jpeg'],
    throws: 'anything',
    readsHeaders: false,
    reads: (header) => kernel.reads(header),
    sizeOf: ({ width, height }) => ({ width, height }),
    decode: async (bytes, given) => {
      const header = given!;
      const images = SCALES.map((scale) => decodeAt(bytes, header, scale));
      const accepted = images.findIndex((image) => image !== undefined);
      if (accepted === -1) throw new NotForTheKernel();
      const reference = await sharp.decode(bytes, header).catch((error: unknown) => {
        const { message } = error as Error;
        throw new Finding('sharp_refuses', `taken at 1/${SCALES[accepted]}, sharp: ${message}`);
      });
      const [full] = images;
      if (!full) throw new NotForTheKernel();
      const data = toRgb(reference);
      if (Buffer.compare(full.data, data) !== 0) {
        throw new Finding('other_samples', describeDifference(full.data, data));
      }
      return { ...full, bytes: full.width * full.height * 3 };
    },
  };
}

function describeDifference(ours: Uint8Array, theirs: Uint8Array): string {
  let largest = 0;
  let count = 0;
  for (const [i, value] of ours.entries()) {
    const difference = Math.abs(value - (theirs[i] ?? 0));
    if (difference > 0) count++;
    largest = Math.max(largest, difference);
  }
  return `${count} of ${ours.length} samples differ from sharp's, by ${largest} at most`;
}
