import { AppError } from '../../errors.js';
import type { ImageFormat } from '../formats.js';
import { ACCEPTED_FORMATS, looksLike, sniffImageFormat } from '../image-format.js';
import { readBmpHeader } from './bmp.js';
import { readGifHeader } from './gif.js';
import { HeaderError, type HeaderFields } from './header-fields.js';
import { readJpegHeader } from './jpeg.js';
import { readPngHeader } from './png.js';
import { readTiffHeader } from './tiff.js';
import { readWebpHeader } from './webp.js';

export interface ImageHeader extends HeaderFields {
  format: ImageFormat;
}

/**
 * The longest side that JPEG and GIF can have. Resizing one axis at a time makes an intermediate picture of the whole
 * length of the other: for a column of 50 million pixels it would take 33 GB.
 */
const LARGEST_SIDE = 65_535;

const READERS: Record<ImageFormat, (bytes: DataView) => HeaderFields> = {
  jpeg: readJpegHeader,
  png: readPngHeader,
  webp: readWebpHeader,
  gif: readGifHeader,
  bmp: readBmpHeader,
  tiff: readTiffHeader,
};

/**
 * Recognises the format and reads the size and orientation. Reads headers only: time and memory do not depend on
 * the size that the header claims.
 *
 * @param maxPixels the largest width x height that is accepted
 * @throws AppError `image_empty`, `unsupported_image_format`, `image_corrupt` or `image_too_large`
 */
export function readImageHeader(bytes: Uint8Array, maxPixels: number): ImageHeader {
  if (bytes.length === 0) {
    throw new AppError('image_empty', `expected a ${ACCEPTED_FORMATS} picture, received no bytes`);
  }
  const format = sniffImageFormat(bytes);
  if (!format) {
    const likeness = looksLike(bytes);
    throw new AppError(
      'unsupported_image_format',
      `expected a ${ACCEPTED_FORMATS} picture, received ${bytes.length} bytes ` +
        (likeness ? `that look like ${likeness}` : 'that look like no known format'),
    );
  }
  const header = { format, ...readFields(bytes, format) };
  const { width, height } = header;
  if (header.unsupported !== undefined) {
    throw new AppError(
      'unsupported_image_format',
      `expected a picture of grey or RGB colours, received a ${format.toUpperCase()} ${header.unsupported}`,
    );
  }
  if (width < 1 || height < 1) {
    throw new AppError(
      'image_corrupt',
      `expected a picture of at least 1x1 pixel, its ${format.toUpperCase()} header says ${width}x${height}`,
    );
  }
  if (width * height > maxPixels) {
    throw new AppError(
      'image_too_large',
      `expected at most ${maxPixels} pixels (MAX_IMAGE_PIXELS), the header says ${width}x${height} = ` +
        `${width * height}; send a smaller picture`,
    );
  }
  if (Math.max(width, height) > LARGEST_SIDE) {
    throw new AppError(
      'image_too_large',
      `expected at most ${LARGEST_SIDE} pixels a side, the header says ${width}x${height}; send a smaller picture`,
    );
  }
  if (header.bytesNeeded !== undefined && header.bytesNeeded > bytes.length) {
    throw new AppError(
      'image_corrupt',
      `expected ${header.bytesNeeded} bytes for ${width}x${height} pixels, received ${bytes.length}: it is cut off`,
    );
  }
  return header;
}

function readFields(bytes: Uint8Array, format: ImageFormat): HeaderFields {
  try {
    return READERS[format](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    const detail =
      cause instanceof HeaderError
        ? cause.message
        : // DataView throws a RangeError for a read past the end.
          `it ends within its header, after ${bytes.length} bytes`;
    throw new AppError('image_corrupt', `expected a whole ${format.toUpperCase()} picture: ${detail}`, {
      cause,
    });
  }
}
