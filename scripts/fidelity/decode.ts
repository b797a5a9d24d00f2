import { AppConfig } from '../../src/config/app-config.js';
import { DecodingService } from '../../src/decoding/decoding.service.js';
import { BmpEngine } from '../../src/decoding/engines/bmp.engine.js';
import type { DecodeEngine } from '../../src/decoding/engines/decode-engine.js';
import { JimpEngine } from '../../src/decoding/engines/jimp.engine.js';
import { JpegKernel, NotForTheKernel } from '../../src/decoding/engines/jpeg-kernel.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import { readImageHeader, type ImageHeader } from '../../src/decoding/header/image-header.js';
import { orient } from '../../src/decoding/orient.js';
import { imageOf, type RgbImage } from '../../src/decoding/rgb-image.js';
import { toRgb } from '../../src/decoding/to-rgb.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { IMAGENET, type Size } from '../../src/preprocessing/preprocessing-spec.js';
import { resize } from '../../test/support/resize.js';

const MAX_PIXELS = 50_000_000;
const SIZE = { width: 224, height: 224 };

/** A way of the server from a file to the 224 x 224 RGB bytes that are normalised next. */
export interface Way {
  readonly name: string;
  readonly meets: (bytes: Uint8Array, header: ImageHeader) => boolean;
  readonly prepare: (bytes: Uint8Array, header: ImageHeader) => Promise<Prepared>;
}

export interface Prepared {
  readonly rgb: Uint8Array;
  /** 2 where the picture was decoded at half of its width and height. */
  readonly reduction: number;
}

export function imageHeader(bytes: Uint8Array): ImageHeader {
  return readImageHeader(bytes, MAX_PIXELS);
}

/**
 * The JPEG kernel as the server uses it (`jpeg`) and as it would without reduced scales (`jpeg, full size`), and the
 * engines that stand behind it.
 */
export async function loadWays(): Promise<Way[]> {
  const kernels = new Kernels();
  const decoding = new DecodingService(AppConfig.fromEnvironment({ DECODER: 'auto' }), kernels);
  await decoding.onModuleInit();
  return [
    byKernel('jpeg', kernels, decoding, () => SIZE),
    byKernel('jpeg, full size', kernels, decoding, (full) => full),
    byEngine(await SharpEngine.load(MAX_PIXELS)),
    byEngine(new BmpEngine()),
    byEngine(new JimpEngine(MAX_PIXELS)),
  ];
}

function byKernel(
  name: string,
  kernels: Kernels,
  decoding: DecodingService,
  sizeFor: (full: Size) => Size,
): Way {
  return {
    name,
    meets: (bytes, header) => isForKernel(kernels, bytes, header),
    prepare: async (bytes) => {
      kernels.reset();
      return decoding.decode(bytes, {
        sizeFor,
        consume: (rows) => ({
          rgb: toModelSize(imageOf(rows)),
          reduction: 2 ** Math.round(Math.log2(rows.fullSize.width / rows.width)),
        }),
      });
    },
  };
}

/** Whether the kernel reads it to the end; else the service would have another engine decode it, and not say so. */
function isForKernel(kernels: Kernels, bytes: Uint8Array, header: ImageHeader): boolean {
  const kernel = new JpegKernel(kernels);
  if (!kernel.reads(header)) return false;
  kernels.reset();
  try {
    const least = { width: 1, height: 1 };
    imageOf(kernel.decode({ address: kernels.copyIn(bytes), length: bytes.length }, header, least));
    return true;
  } catch (error) {
    if (error instanceof NotForTheKernel) return false;
    throw error;
  }
}

/** BMP is read by its own engine only, as in the server, where it stands before jimp. */
function byEngine(engine: DecodeEngine): Way {
  return {
    name: engine.name,
    meets: (_bytes, header) => engine.reads(header) && (engine.name === 'bmp' || header.format !== 'bmp'),
    prepare: async (bytes, header) => {
      const pixels = await engine.decode(bytes, header);
      const stored = { width: pixels.width, height: pixels.height, data: toRgb(pixels) };
      return { rgb: toModelSize(orient(stored, header.orientation)), reduction: 1 };
    },
  };
}

function toModelSize(image: RgbImage): Uint8Array {
  return resize(image, SIZE, IMAGENET.resample).data;
}
