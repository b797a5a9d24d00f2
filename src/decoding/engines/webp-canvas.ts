import { readWebpHeader } from '../header/webp.js';
import type { DecodedPixels, Size } from '../rgb-image.js';
import type { WebpFrame } from './webp-first-frame.js';

/**
 * The first frame of an animated WebP on its canvas, whose rest is transparent.
 * @throws Error where the frame reaches over the canvas, before it is decoded: the canvas is within MAX_IMAGE_PIXELS
 */
export async function decodeOnCanvas(
  { still, left, top }: WebpFrame,
  canvas: Size,
  decodeStill: (bytes: Uint8Array) => Promise<DecodedPixels>,
): Promise<DecodedPixels> {
  const frame = readWebpHeader(new DataView(still.buffer, still.byteOffset, still.byteLength));
  if (left + frame.width > canvas.width || top + frame.height > canvas.height) {
    throw new Error('a frame reaches over its canvas');
  }
  const picture = await decodeStill(still);
  const isWhole = picture.width === canvas.width && picture.height === canvas.height;
  return isWhole ? picture : onCanvas(picture, { left, top }, canvas);
}

function onCanvas(
  { width, height, channels, data }: DecodedPixels,
  { left, top }: { left: number; top: number },
  canvas: Size,
): DecodedPixels {
  const hasAlpha = channels === 4;
  const out = new Uint8Array(canvas.width * canvas.height * 4);
  for (let y = 0, from = 0; y < height; y++) {
    let to = ((top + y) * canvas.width + left) * 4;
    for (let x = 0; x < width; x++, from += channels, to += 4) {
      out[to] = data[from]!;
      out[to + 1] = data[from + 1]!;
      out[to + 2] = data[from + 2]!;
      out[to + 3] = hasAlpha ? data[from + 3]! : 255;
    }
  }
  return { ...canvas, channels: 4, data: out };
}
