import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../errors.js';
import { BmpEngine } from './engines/bmp.engine.js';
import type { DecodeEngine } from './engines/decode-engine.js';
import { JimpEngine } from './engines/jimp.engine.js';
import { SharpEngine } from './engines/sharp.engine.js';
import { readImageHeader, type ImageHeader } from './header/image-header.js';
import { orient } from './orient.js';
import { rowsOf, type DecodedPixels, type RgbRows } from './rgb-image.js';
import { toRgb } from './to-rgb.js';

/** Bytes of a file -> upright RGB picture, by the engine that DECODER names or the fastest that loads here. */
@Injectable()
export class DecodingService implements OnModuleInit {
  private readonly logger = new Logger(DecodingService.name);
  /** In order of preference; jimp, which reads whatever is left, last. */
  private engines: DecodeEngine[] = [];

  constructor(private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    this.engines = [
      ...(await this.loadSharp()),
      new BmpEngine(),
      new JimpEngine(this.config.MAX_IMAGE_PIXELS),
    ];
    this.logger.log(`Decoding with ${this.engineNames.join(', ')}`);
  }

  private async loadSharp(): Promise<DecodeEngine[]> {
    const { DECODER, MAX_IMAGE_PIXELS } = this.config;
    if (DECODER === 'jimp') return [];
    try {
      return [await SharpEngine.load(MAX_IMAGE_PIXELS)];
    } catch (cause) {
      if (DECODER === 'sharp') {
        throw new Error('DECODER=sharp: its binary does not load here; use DECODER=auto or jimp', { cause });
      }
      this.logger.warn(
        `sharp does not load here; without it JPEG costs up to 20 times as much: ${String(cause)}`,
      );
      return [];
    }
  }

  /** In order of preference. */
  get engineNames(): string[] {
    return this.engines.map(({ name }) => name);
  }

  /**
   * @param consume takes 8-bit RGB, turned upright by EXIF orientation, transparency flattened on white
   * @returns what `consume` returns
   * @throws AppError `image_empty`, `unsupported_image_format`, `image_too_large` or `image_corrupt`
   */
  async decode<T>(bytes: Uint8Array, consume: (picture: RgbRows) => T): Promise<T> {
    const header = readImageHeader(bytes, this.config.MAX_IMAGE_PIXELS);
    const pixels = await this.decodePixels(bytes, header);
    const image = { width: pixels.width, height: pixels.height, data: toRgb(pixels) };
    return consume(rowsOf(orient(image, header.orientation)));
  }

  private async decodePixels(bytes: Uint8Array, header: ImageHeader): Promise<DecodedPixels> {
    const engine = this.engines.find((candidate) => candidate.reads(header))!;
    try {
      return await engine.decode(bytes, header);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError(
        'image_corrupt',
        `expected a whole ${header.format.toUpperCase()} picture of ${header.width}x${header.height} pixels, ` +
          `received ${bytes.length} bytes that do not decode: they are damaged or cut off; send the file again`,
        { cause },
      );
    }
  }
}
