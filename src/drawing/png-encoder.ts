import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { RgbImage } from '../decoding/rgb-image.js';

type Encode = (image: RgbImage) => Promise<Uint8Array>;
type JimpEncode = (
  bitmap: { width: number; height: number; data: Buffer },
  options: { colorType: number },
) => Promise<Uint8Array>;

/** Makes PNGs by whichever library decodes them: sharp, or jimp where sharp does not load or DECODER=jimp. */
@Injectable()
export class PngEncoder {
  private loaded: Promise<Encode> | undefined;

  constructor(private readonly config: AppConfig) {}

  /** @returns the bytes of a PNG file with 8 bits for each of R, G and B */
  async encode(image: RgbImage): Promise<Uint8Array> {
    // Loaded at the first use: most servers draw nothing.
    this.loaded ??= this.load();
    return (await this.loaded)(image);
  }

  private async load(): Promise<Encode> {
    const bySharp = this.config.DECODER === 'jimp' ? undefined : await loadSharp().catch(() => undefined);
    return bySharp ?? loadJimp();
  }
}

async function loadSharp(): Promise<Encode> {
  const { default: sharp } = await import('sharp');
  return ({ width, height, data }) =>
    sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
}

async function loadJimp(): Promise<Encode> {
  const { defaultFormats } = await import('jimp');
  const { encode } = defaultFormats.map((format) => format()).find(({ mime }) => mime === 'image/png')!;
  return async ({ width, height, data }) => {
    const rgba = Buffer.alloc(width * height * 4, 255);
    for (let pixel = 0; pixel < width * height; pixel++) {
      for (let c = 0; c < 3; c++) rgba[pixel * 4 + c] = data[pixel * 3 + c]!;
    }
    // 2 of the specification's colour types (11.2.2): R, G and B without alpha.
    return (encode as JimpEncode)({ width, height, data: rgba }, { colorType: 2 });
  };
}
