import { BmpEngine } from '../../src/decoding/engines/bmp.engine.js';
import type { DecodeEngine } from '../../src/decoding/engines/decode-engine.js';
import { JimpEngine } from '../../src/decoding/engines/jimp.engine.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import { readImageHeader, type ImageHeader } from '../../src/decoding/header/image-header.js';
import { orient } from '../../src/decoding/orient.js';
import { toRgb } from '../../src/decoding/to-rgb.js';
import { IMAGENET } from '../../src/preprocessing/preprocessing-spec.js';
import { resize } from '../../test/support/resize.js';

const MAX_PIXELS = 50_000_000;

export function imageHeader(bytes: Uint8Array): ImageHeader {
  return readImageHeader(bytes, MAX_PIXELS);
}

/** All engines. BMP is read by its own engine only, as in the server, where it stands before jimp. */
export async function loadEngines(): Promise<DecodeEngine[]> {
  return [await SharpEngine.load(MAX_PIXELS), new BmpEngine(), new JimpEngine(MAX_PIXELS)];
}

export function canMeet(engine: DecodeEngine, header: ImageHeader): boolean {
  return engine.reads(header) && (engine.name === 'bmp' || header.format !== 'bmp');
}

/** The server's way from a file to the 224 x 224 RGB bytes that are normalised next. */
export async function preparedBy(
  engine: DecodeEngine,
  bytes: Uint8Array,
  header: ImageHeader,
): Promise<Uint8Array> {
  const pixels = await engine.decode(bytes, header);
  const stored = { width: pixels.width, height: pixels.height, data: toRgb(pixels) };
  return resize(orient(stored, header.orientation), { width: 224, height: 224 }, IMAGENET.resample).data;
}
