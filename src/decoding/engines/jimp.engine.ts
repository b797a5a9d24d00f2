import { AppError } from '../../errors.js';
import type { ImageHeader } from '../header/image-header.js';
import type { DecodedPixels } from '../rgb-image.js';
import type { DecodeEngine } from './decode-engine.js';
import { checkGifData } from './gif-lzw-check.js';
import { checkPngData } from './png-inflate-check.js';
import { checkTiffData } from './tiff-data-check.js';
import { requireReadLayout } from './tiff-layout.js';
import { tiffForJimp } from './tiff-for-jimp.js';

interface Bitmap {
  width: number;
  height: number;
  data: Uint8Array;
}

type Decoder = (bytes: Buffer, options?: Record<string, unknown>) => Bitmap | Promise<Bitmap>;

/**
 * jimp's decoders, written in JavaScript: they run wherever Node runs and read every accepted format, at up to 20
 * times the cost of sharp and on the event loop. They are called without jimp's own picture class around them,
 * which would apply the EXIF orientation by itself.
 */
export class JimpEngine implements DecodeEngine {
  readonly name = 'jimp';
  private decoders: Promise<Map<string, Decoder>> | undefined;

  constructor(private readonly maxPixels: number) {}

  reads(): boolean {
    return true;
  }

  async decode(bytes: Uint8Array, header: ImageHeader): Promise<DecodedPixels> {
    if (header.format === 'webp') {
      const { decodeWebp } = await import('./webp-wasm.js');
      return decodeWebp(bytes, header);
    }
    // Loaded at the first use, because most servers meet no picture that needs it.
    this.decoders ??= loadDecoders();
    const decode = (await this.decoders).get(`image/${header.format}`)!;
    refuseOddTiff(header);
    const input = prepare(bytes, header);
    if (header.format === 'png') checkPngData(input, header);
    if (header.format === 'gif') checkGifData(new DataView(input.buffer, input.byteOffset, input.byteLength));
    if (header.format === 'tiff') {
      checkTiffData(input, header);
      requireReadLayout(input);
    }
    const options = this.options(header);
    const { width, height, data } = await withoutConsole(() => decode(input, options));
    if (width !== header.width || height !== header.height) {
      throw new Error(`the header says ${header.width}x${header.height}, the data give ${width}x${height}`);
    }
    return { width, height, channels: 4, data };
  }

  private options({ format }: ImageHeader): Record<string, unknown> | undefined {
    if (format !== 'jpeg') return undefined;
    return {
      // By default it makes do with what it finds.
      tolerantDecoding: false,
      maxResolutionInMP: this.maxPixels / 1e6 + 1,
      // The header has limited the size already; about 30 bytes a pixel are needed.
      maxMemoryUsageInMB: Math.max(512, (this.maxPixels * 32) / 1e6),
    };
  }
}

/** Its TIFF decoder fails for these, or takes the alpha for something else. */
function refuseOddTiff({ format, cmyk, isGreyAlpha }: ImageHeader): void {
  if (format !== 'tiff' || !(cmyk || isGreyAlpha)) return;
  throw new AppError(
    'unsupported_image_format',
    `expected a TIFF of grey or RGB colours, received one of ${cmyk ? 'CMYK colours' : 'grey and alpha'}; it needs sharp`,
  );
}

/** The bytes as the decoders can be trusted with them: a copy where something has to be changed. */
function prepare(bytes: Uint8Array, { format, width, height }: ImageHeader): Buffer {
  if (format === 'tiff') return tiffForJimp(bytes);
  if (format !== 'gif') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const copy = Buffer.from(bytes);
  // A frame may reach beyond the screen; the decoder makes no more room than the screen's size says.
  copy.writeUInt16LE(width, 6);
  copy.writeUInt16LE(height, 8);
  return copy;
}

/**
 * The TIFF decoder prints the number of tiles, the GIF decoder that data are left over; both are synchronous. Standard
 * output belongs to the log.
 */
/* eslint-disable no-console */
function withoutConsole<T>(decode: () => T): T {
  const { log } = console;
  console.log = () => undefined;
  try {
    return decode();
  } finally {
    console.log = log;
  }
}
/* eslint-enable no-console */

async function loadDecoders(): Promise<Map<string, Decoder>> {
  const { defaultFormats } = await import('jimp');
  return new Map(
    defaultFormats.map((format) => {
      const { mime, decode } = format();
      return [mime, decode];
    }),
  );
}
