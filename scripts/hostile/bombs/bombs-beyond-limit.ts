/** Sound bombs of more pixels than MAX_IMAGE_PIXELS, and two of one pixel with the data of millions. */
import { bmpHeader } from '../../pictures/bmp-writer.js';
import { concat, u8, type Bytes } from '../../pictures/bytes.js';
import { pngChunk, pngHeader, pngSignature } from '../../pictures/png-writer.js';
import { writeWebp } from '../../pictures/webp-container.js';
import { flatJpeg } from '../flat-jpeg.js';
import { flatLossless } from '../flat-webp.js';
import type { HostileFile } from '../hostile-file.js';
import { Compression, oddTiff, Tag } from '../odd-tiff.js';
import { zlibZeros } from '../zlib-stream.js';
import { blackGif, blackPng } from './black-pictures.js';

const tooLarge = (file: string, about: string, make: () => Bytes): HostileFile => ({
  file,
  kind: 'bomb',
  about,
  answers: ['image_too_large'],
  make,
});

export function bombsBeyondLimit(): HostileFile[] {
  return [
    tooLarge('bomb-over.png', 'PNG of 20000x20000, sound, 1.2 GB of RGB in 1.2 MB', () =>
      blackPng(20_000, 20_000, 1, 0),
    ),
    tooLarge('bomb-over.jpg', 'JPEG of 7100x7100, sound', () =>
      flatJpeg({ width: 7_100, height: 7_100, components: 1 }),
    ),
    tooLarge('bomb-over.gif', 'GIF of 10000x6000, sound', () => blackGif(10_000, 6_000)),
    tooLarge('bomb-over.webp', 'WebP of 16384x16384, sound, 800 MB of RGB in 44 bytes', () =>
      writeWebp([flatLossless(16_384, 16_384)]),
    ),
    tooLarge('bomb-over.tif', 'TIFF of 60000x60000, fax group 4, sound, 3.6 billion pixels in 8 kB', () =>
      oddTiff(
        {
          width: 60_000,
          height: 60_000,
          tags: { [Tag.Compression]: [Compression.Group4], [Tag.BitsPerSample]: [1], [Tag.Photometric]: [0] },
        },
        new Uint8Array(7_500).fill(0xff),
      ),
    ),
    tooLarge('bomb-over.bmp', 'bitmap of 60000x60000, run-length encoded', () =>
      concat(
        bmpHeader({ width: 60_000, height: 60_000, bitCount: 8, compression: 1, colours: 4 }),
        new Uint8Array(16),
        u8(0, 1),
      ),
    ),
    {
      file: 'bomb-behind-a-pixel.png',
      kind: 'bomb',
      about: 'PNG of 1x1 whose IDAT inflates to 20 MB',
      answers: ['ok', 'image_corrupt'],
      note: 'what goes beyond the one pixel is not inflated; libpng passes over it',
      make: () =>
        concat(
          pngSignature,
          pngHeader(1, 1, 8, 0),
          pngChunk('IDAT', zlibZeros(20_000_000)),
          pngChunk('IEND', u8()),
        ),
    },
    {
      file: 'bomb-behind-a-pixel.tif',
      kind: 'bomb',
      about: 'TIFF of 1x1 whose deflated strip inflates to 20 MB',
      answers: ['ok', 'image_corrupt'],
      note: 'what goes beyond the one pixel is not inflated; libtiff passes over it',
      make: () =>
        oddTiff(
          { width: 1, height: 1, tags: { [Tag.Compression]: [Compression.Deflate] } },
          zlibZeros(20_000_000),
        ),
    },
  ];
}
