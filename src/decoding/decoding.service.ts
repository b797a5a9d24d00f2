import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../errors.js';
import { Kernels } from '../kernels/kernels.js';
import { BmpEngine } from './engines/bmp.engine.js';
import type { DecodeEngine } from './engines/decode-engine.js';
import { JimpEngine } from './engines/jimp.engine.js';
import { JpegKernel, NotForTheKernel } from './engines/jpeg-kernel.js';
import { SharpEngine } from './engines/sharp.engine.js';
import { readImageHeader, type ImageHeader } from './header/image-header.js';
import { requireFewScans } from './header/jpeg-scans.js';
import type { ImageFormat } from './formats.js';
import { freeGarbage } from './free-garbage.js';
import { orient, swapsAxes } from './orient.js';
import { imageOf, rowsOf, type DecodedPixels, type RgbRows, type Size } from './rgb-image.js';
import { rgbRowsOf } from './to-rgb.js';

/** What becomes of a picture that has been decoded. */
export interface Consumer<T> {
  /**
   * The size to which an upright picture of that size will be resized. A picture that is far larger may be decoded at a
   * reduced scale, which leaves at least REDUCED_SURPLUS times as much.
   */
  sizeFor: (full: Size) => Size;
  /** Called again with the same picture where an engine finds half-way that it cannot read it. */
  consume: (picture: RgbRows, format: ImageFormat) => T;
}

/**
 * How much larger than needed a reduced picture still is. The resize then weighs at least two of its pixels, and its
 * result differs from that of the full picture by less than a level of 255 on average (docs/fidelity.md).
 */
const REDUCED_SURPLUS = 2;

/**
 * A picture whose memory is given back at once, in some 10 ms, instead of when the collector comes to it: until then the
 * next one would be decoded beside it.
 */
const LARGE_PIXELS = 20_000_000;

/** Bytes of a file -> upright RGB picture, by the engines that DECODER names or the fastest that load here. */
@Injectable()
export class DecodingService implements OnModuleInit {
  private readonly logger = new Logger(DecodingService.name);
  /** In order of preference; jimp, which reads whatever is left, last. */
  private engines: DecodeEngine[] = [];
  private readonly jpegKernel: JpegKernel | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly kernels: Kernels,
  ) {
    if (config.DECODER === 'auto') this.jpegKernel = new JpegKernel(kernels);
  }

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
        `sharp does not load here; without it PNG and progressive JPEG cost up to 20 times as much: ${String(cause)}`,
      );
      return [];
    }
  }

  /** In order of preference. */
  get engineNames(): string[] {
    return [...(this.jpegKernel ? [this.jpegKernel] : []), ...this.engines].map(({ name }) => name);
  }

  /**
   * Decodes to 8-bit RGB, turned upright by EXIF orientation, transparency flattened on white.
   * @returns what `consume` returns
   * @throws AppError `image_empty`, `unsupported_image_format`, `image_too_large` or `image_corrupt`
   */
  async decode<T>(bytes: Uint8Array, consumer: Consumer<T>): Promise<T> {
    const header = readImageHeader(bytes, this.config.MAX_IMAGE_PIXELS);
    const { length } = bytes;
    let file = bytes;
    if (this.jpegKernel?.reads(header)) {
      const address = this.kernels.addressOf(bytes);
      try {
        const rows = this.jpegKernel.decode({ address, length }, header, this.leastSize(header, consumer));
        return consumer.consume(upright(rows, header), header.format);
      } catch (error) {
        if (!(error instanceof NotForTheKernel)) throw error;
      }
      // Looked at anew: where the kernels' memory has grown, the view that was given is detached.
      file = this.kernels.view(address, length);
    }
    // Other engines work while the event loop goes on; they get memory that stays as it is.
    const consumed = await this.decodeByEngine(
      this.kernels.owns(file) ? file.slice() : file,
      header,
      consumer,
    );
    if (header.width * header.height >= LARGE_PIXELS) await freeGarbage();
    return consumed;
  }

  private async decodeByEngine<T>(bytes: Uint8Array, header: ImageHeader, consumer: Consumer<T>): Promise<T> {
    const rows = upright(rgbRowsOf(await this.decodePixels(bytes, header)), header);
    return consumer.consume(rows, header.format);
  }

  /** The smallest size, as stored, at which a picture may be decoded. */
  private leastSize({ width, height, orientation }: ImageHeader, { sizeFor }: Consumer<unknown>) {
    if (this.config.JPEG_SCALE === 'full') return { width, height };
    const swaps = swapsAxes(orientation);
    const wanted = sizeFor(swaps ? { width: height, height: width } : { width, height });
    const least = { width: wanted.width * REDUCED_SURPLUS, height: wanted.height * REDUCED_SURPLUS };
    return swaps ? { width: least.height, height: least.width } : least;
  }

  private async decodePixels(bytes: Uint8Array, header: ImageHeader): Promise<DecodedPixels> {
    const engine = this.engines.find((candidate) => candidate.reads(header))!;
    if (header.format === 'jpeg') requireFewScans(bytes, header);
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

function upright(rows: RgbRows, { orientation }: ImageHeader): RgbRows {
  if (orientation === 1) return rows;
  const { width, height } = rows.fullSize;
  const fullSize = swapsAxes(orientation) ? { width: height, height: width } : rows.fullSize;
  return { ...rowsOf(orient(imageOf(rows), orientation)), fullSize };
}
