import type { Sharp, SharpOptions } from 'sharp';
import type { ImageHeader } from '../header/image-header.js';
import type { DecodedPixels } from '../rgb-image.js';
import { cmykToRgb } from '../to-rgb.js';
import type { DecodeEngine } from './decode-engine.js';
import { decodeOnCanvas } from './webp-canvas.js';
import { firstWebpFrame } from './webp-first-frame.js';

type SharpConstructor = (input: Uint8Array, options: SharpOptions) => Sharp;

/**
 * libvips through sharp: decodes off the event loop, and bit for bit as Pillow does
 * (docs/decisions/0002-decode-engines.md). It has no BMP decoder.
 */
export class SharpEngine implements DecodeEngine {
  readonly name = 'sharp';

  private constructor(
    private readonly sharp: SharpConstructor,
    private readonly maxPixels: number,
  ) {}

  /** @throws where sharp's binary does not load on this platform */
  static async load(maxPixels: number): Promise<SharpEngine> {
    const { default: sharp } = await import('sharp');
    // Requests already run side by side, and no picture comes twice: threads within one decode and a cache of
    // operations only cost memory.
    sharp.concurrency(1);
    sharp.cache(false);
    return new SharpEngine(sharp, maxPixels);
  }

  reads({ format, hasPartialFrame }: ImageHeader): boolean {
    // What the first frame of a GIF leaves uncovered would come out black, and without alpha to tell it.
    return format !== 'bmp' && !hasPartialFrame;
  }

  async decode(bytes: Uint8Array, header: ImageHeader): Promise<DecodedPixels> {
    // Of an animation, libwebp looks at all frames before it gives the first one: 15 ms for each of 49 million pixels.
    const frame = header.format === 'webp' ? firstWebpFrame(bytes) : undefined;
    if (frame) return decodeOnCanvas(frame, header, (still) => this.decodeStill(still, header));
    return this.decodeStill(bytes, header);
  }

  private async decodeStill(bytes: Uint8Array, header: ImageHeader): Promise<DecodedPixels> {
    const picture = this.sharp(bytes, {
      // Fails for truncated data and wrong checksums, but not for the warnings that half the cameras cause.
      failOn: 'error',
      ignoreIcc: true,
      limitInputPixels: this.maxPixels,
      pages: 1,
    });
    if (header.cmyk) {
      const { data, info } = await picture
        .pipelineColourspace('cmyk')
        .toColourspace('cmyk')
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { width: info.width, height: info.height, channels: 3, data: cmykToRgb(data) };
    }
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    // A TIFF that says it is grey and has three samples comes as three of grey and two more.
    if (info.channels > 4) throw new Error(`it has ${info.channels} samples a pixel`);
    return {
      width: info.width,
      height: info.height,
      channels: info.channels,
      data,
    };
  }
}
