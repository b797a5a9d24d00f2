import type { ImageHeader } from '../header/image-header.js';
import { readFirstDirectory } from '../header/tiff-directory.js';
import type { DecodedPixels } from '../rgb-image.js';
import type { DecodeEngine } from './decode-engine.js';
import { decodeWebp } from './webp-wasm.js';

interface Bitmap {
  width: number;
  height: number;
  data: Uint8Array;
}

type Decoder = (bytes: Buffer, options?: Record<string, unknown>) => Bitmap | Promise<Bitmap>;

/**
 * jimp's decoders, written in JavaScript: they run wherever Node runs and read every accepted format, at 6 to 40
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
    if (header.format === 'webp') return decodeWebp(bytes, header);
    // Loaded at the first use, because most servers meet no picture that needs it.
    this.decoders ??= loadDecoders();
    const decode = (await this.decoders).get(`image/${header.format}`)!;
    const { width, height, data } = await decode(this.prepare(bytes, header), this.options(header));
    return { width, height, channels: 4, data };
  }

  private prepare(bytes: Uint8Array, { format }: ImageHeader): Buffer {
    if (format !== 'tiff') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // The decoder would decode all pages, and follow their chain for ever where it is a ring: end it.
    const single = Buffer.from(bytes);
    const { nextOffsetAt } = readFirstDirectory(
      new DataView(single.buffer, single.byteOffset, single.byteLength),
    );
    if (nextOffsetAt + 4 <= single.length) single.writeUInt32LE(0, nextOffsetAt);
    return single;
  }

  private options({ format }: ImageHeader): Record<string, unknown> | undefined {
    if (format !== 'jpeg') return undefined;
    return {
      // By default what is missing would be filled with grey.
      tolerantDecoding: false,
      maxResolutionInMP: this.maxPixels / 1e6 + 1,
      // The header has limited the size already; about 30 bytes a pixel are needed.
      maxMemoryUsageInMB: Math.max(512, (this.maxPixels * 32) / 1e6),
    };
  }
}

async function loadDecoders(): Promise<Map<string, Decoder>> {
  const { defaultFormats } = await import('jimp');
  return new Map(
    defaultFormats.map((format) => {
      const { mime, decode } = format();
      return [mime, decode];
    }),
  );
}
