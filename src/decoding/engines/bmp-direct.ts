import type { DecodedPixels } from '../rgb-image.js';

/** What the readers of one bitmap share. */
export interface Bitmap {
  view: DataView;
  width: number;
  height: number;
  bitsPerPixel: number;
  /** Rows usually go from the bottom up. */
  isTopDown: boolean;
  /** Where the pixels begin in the file. */
  pixelsAt: number;
}

/** Where the row that is shown at `y` begins; rows are padded to four bytes. */
export function rowStart({ width, height, bitsPerPixel, isTopDown, pixelsAt }: Bitmap, y: number): number {
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  return pixelsAt + (isTopDown ? y : height - 1 - y) * rowBytes;
}

/** 16 bits (5 of each colour), 24 bits or 32 bits (whose fourth byte means nothing), without masks. */
export function readRgbRows(bitmap: Bitmap): DecodedPixels {
  const { view, width, height, bitsPerPixel } = bitmap;
  if (bitsPerPixel === 16) return readMasked(bitmap, [0x7c00, 0x03e0, 0x001f]);
  const data = new Uint8Array(width * height * 3);
  const step = bitsPerPixel / 8;
  for (let y = 0, to = 0; y < height; y++) {
    let from = rowStart(bitmap, y);
    for (let x = 0; x < width; x++, from += step, to += 3) {
      data[to] = view.getUint8(from + 2);
      data[to + 1] = view.getUint8(from + 1);
      data[to + 2] = view.getUint8(from);
    }
  }
  return { width, height, channels: 3, data };
}

/** 16 or 32 bits whose colours, and maybe alpha, lie where the masks say. */
export function readBitfields(bitmap: Bitmap, { hasAlphaMask }: { hasAlphaMask: boolean }): DecodedPixels {
  const masks = [54, 58, 62, 66].slice(0, hasAlphaMask ? 4 : 3).map((at) => bitmap.view.getUint32(at, true));
  const hasAlpha = masks.length === 4 && masks[3] !== 0;
  return readMasked(bitmap, hasAlpha ? masks : masks.slice(0, 3));
}

function readMasked(bitmap: Bitmap, masks: number[]): DecodedPixels {
  const { view, width, height, bitsPerPixel } = bitmap;
  if (bitsPerPixel !== 16 && bitsPerPixel !== 32)
    throw new Error(`masks do not go with ${bitsPerPixel} bits`);
  const channels = masks.length === 4 ? 4 : 3;
  const fields = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, largest: Math.max(1, mask >>> shift) };
  });
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    let from = rowStart(bitmap, y);
    for (let x = 0; x < width; x++, from += bitsPerPixel / 8) {
      const pixel = bitsPerPixel === 16 ? view.getUint16(from, true) : view.getUint32(from, true);
      for (const { mask, shift, largest } of fields) {
        data[to++] = Math.floor((((pixel & mask) >>> shift) * 255) / largest);
      }
    }
  }
  return { width, height, channels, data };
}
