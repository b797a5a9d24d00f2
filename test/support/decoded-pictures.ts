import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { AppConfig } from '../../src/config/app-config.js';
import { DecodingService } from '../../src/decoding/decoding.service.js';
import { readImageHeader, type ImageHeader } from '../../src/decoding/header/image-header.js';
import { Kernels } from '../../src/kernels/kernels.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import { imageOf, type RgbImage } from '../../src/decoding/rgb-image.js';
import { resize as resample } from './resize.js';
import { furtherPictures, invalidPictures, validPictures, type ValidPicture } from './pictures.js';

export const MAX_PIXELS = 50_000_000;
const SIZE = { width: 224, height: 224 };
export const valid = [...validPictures, ...furtherPictures.valid];
export const invalid = [...invalidPictures, ...furtherPictures.invalid];

/** Three quarters of every picture of one frame; of an animation the first frame alone may be whole. */
export const cutStills = valid
  .filter(({ name }) => !name.includes('animated'))
  .map(({ name, bytes }) => ({ name: `${name}, cut`, bytes: bytes.subarray(0, bytes.length * 0.75) }));

export function headerOf({ bytes }: { bytes: Buffer }): ImageHeader {
  return readImageHeader(bytes, MAX_PIXELS);
}

/** The header, or undefined for a file that is refused before any engine sees it. */
/** The size that a picture is shown in; orientations 5 to 8 exchange width and height. */
export function shownSize({ width, height, orientation }: ImageHeader): { width: number; height: number } {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const resized = new Map<string, Uint8Array>();

/** Remembered, because many engines give the same samples of many pictures. */
function resize(image: RgbImage): Uint8Array {
  const key = `${image.width} ${sha256(image.data)}`;
  const data = resized.get(key) ?? resample(image, SIZE, 'bicubic').data;
  resized.set(key, data);
  return data;
}

export function expectReference(
  image: RgbImage,
  { mean, sha256: reference }: ValidPicture,
  isExact: boolean,
): void {
  const data = resize(image);
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    for (let i = c; i < data.length; i += 3) sum += data[i]!;
    expect(Math.abs(sum / (data.length / 3) - mean[c]!)).toBeLessThanOrEqual(1);
  }
  if (isExact) expect(sha256(data)).toBe(reference);
}

/** Takes pictures whole, at their full size. */
export const WHOLE = { sizeFor: (full: Size) => full, consume: imageOf };

export function service(env: NodeJS.ProcessEnv): DecodingService {
  return new DecodingService(AppConfig.fromEnvironment(env), new Kernels());
}
