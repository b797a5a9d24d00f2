import { AppConfig } from '../../src/config/app-config.js';
import { DecodingService } from '../../src/decoding/decoding.service.js';
import { BmpEngine } from '../../src/decoding/engines/bmp.engine.js';
import type { DecodeEngine } from '../../src/decoding/engines/decode-engine.js';
import { JimpEngine } from '../../src/decoding/engines/jimp.engine.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import type { ImageHeader } from '../../src/decoding/header/image-header.js';
import { IMAGE_FORMATS, type ImageFormat } from '../../src/decoding/formats.js';
import { swapsAxes } from '../../src/decoding/orient.js';
import type { RgbRows } from '../../src/decoding/rgb-image.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { IMAGENET, outputSize, type PreprocessingSpec } from '../../src/preprocessing/preprocessing-spec.js';
import { PreprocessingService } from '../../src/preprocessing/preprocessing.service.js';
import { neededSize } from '../../src/preprocessing/target-size.js';
import { jpegTarget } from './jpeg-target.js';
import { Finding, MAX_PIXELS, type Target } from './target.js';

/** How each target is made; `service` and `service-jimp` are what a worker does with a picture. */
const OPEN = {
  jpeg: () => jpegTarget(),
  sharp: async () =>
    engineTarget('sharp', ['jpeg', 'png', 'webp', 'gif', 'tiff'], await SharpEngine.load(MAX_PIXELS)),
  bmp: () => engineTarget('bmp', ['bmp'], new BmpEngine()),
  // Bitmaps never reach it, and WebP it leaves to libwebp.
  jimp: () => engineTarget('jimp', ['jpeg', 'png', 'gif', 'tiff'], new JimpEngine(MAX_PIXELS)),
  'webp-wasm': () => engineTarget('webp-wasm', ['webp'], new JimpEngine(MAX_PIXELS)),
  service: () => serviceTarget('service', 'auto'),
  'service-jimp': () => serviceTarget('service-jimp', 'jimp'),
} satisfies Record<string, () => Target | Promise<Target>>;

export type TargetName = keyof typeof OPEN;
export const TARGET_NAMES = Object.keys(OPEN) as TargetName[];

export async function openTarget(name: TargetName): Promise<Target> {
  return OPEN[name]();
}

/** An engine by itself, with the header of the picture as its contract has it. */
function engineTarget(name: string, formats: ImageFormat[], engine: DecodeEngine): Target {
  return {
    name,
    formats,
    throws: 'anything',
    readsHeaders: false,
    // A mutation may have made another format of it.
    reads: (header) => formats.includes(header.format) && engine.reads(header),
    decode: async (bytes, header) => {
      const { width, height, channels, data } = await engine.decode(bytes, header!);
      if (![1, 2, 3, 4].includes(channels)) throw new Finding('wrong_length', `${String(channels)} channels`);
      return { width, height, data, bytes: width * height * channels };
    },
    sizeOf: ({ width, height }) => ({ width, height }),
  };
}

/** Small, because the tensor takes most of the time; the smaller ones make the service decode JPEGs at a reduced scale. */
const SPECS: readonly PreprocessingSpec[] = [
  { ...IMAGENET, resize: { mode: 'squash', width: 40, height: 30 } },
  { ...IMAGENET, resize: { mode: 'squash', width: 8, height: 5 } },
  { ...IMAGENET, resize: { mode: 'shortest_edge', length: 9 }, crop: { width: 7, height: 7 } },
];

/** Decoding and preprocessing as in a worker: what it gives is the tensor. */
async function serviceTarget(name: string, decoder: string): Promise<Target> {
  const env = { DECODER: decoder, MAX_IMAGE_PIXELS: String(MAX_PIXELS) };
  const kernels = new Kernels();
  const decoding = new DecodingService(AppConfig.fromEnvironment(env), kernels);
  await decoding.onModuleInit();
  const preprocessing = new PreprocessingService(kernels);
  return {
    name,
    formats: IMAGE_FORMATS,
    throws: 'problems',
    readsHeaders: true,
    reads: () => true,
    sizeOf: shownSize,
    decode: async (bytes) => {
      const spec = SPECS[bytes.length % SPECS.length]!;
      kernels.reset();
      const { data, fullSize } = await decoding.decode(bytes, {
        sizeFor: (full) => neededSize(full, spec),
        consume: (rows) => {
          const counted = counting(rows);
          const tensor = preprocessing.preprocess(counted.rows, spec);
          counted.check();
          if (!tensor.data.every((value) => Number.isFinite(value))) {
            throw new Finding('not_finite', 'the tensor holds what is no number');
          }
          const view = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
          return { data: view.slice(), fullSize: rows.fullSize };
        },
      });
      return { ...fullSize, data, bytes: tensorBytes(spec) };
    },
  };
}

function shownSize({ width, height, orientation }: ImageHeader) {
  return swapsAxes(orientation) ? { width: height, height: width } : { width, height };
}

/** The same rows, and a check that there were as many of them as the picture has. */
function counting(rows: RgbRows): { rows: RgbRows; check: () => void } {
  let bytes = 0;
  function* strips(): Iterable<Uint8Array> {
    for (const strip of rows.strips) {
      bytes += strip.length;
      yield strip;
    }
  }
  return {
    rows: { ...rows, strips: strips() },
    check: () => {
      const expected = rows.width * rows.height * 3;
      if (bytes !== expected)
        throw new Finding('wrong_length', `expected ${expected} bytes of rows, got ${bytes}`);
    },
  };
}

/** Three channels of four bytes. */
function tensorBytes(spec: PreprocessingSpec): number {
  const { width, height } = outputSize(spec)!;
  return width * height * 3 * 4;
}
