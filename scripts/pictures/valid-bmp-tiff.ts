import { writeBmp } from './bmp-writer.js';
import type { ValidPicture } from './corpus.js';
import { storedWith } from './orientation.js';
import { paletteOf, toIndexed } from './palette.js';
import { renderScene } from './scene.js';
import { toSharp } from './sharp-input.js';
import { Photometric, writeTiff, type TiffPicture } from './tiff-writer.js';

export function validBmp(): ValidPicture[] {
  // Widths that are no multiple of four make the padding of the rows matter.
  const size = { width: 41, height: 30 };
  const scene = renderScene({ ...size, channels: 3 });
  const bmp = { ...size, format: 'bmp' } as const;
  const coloured = { ...size, samples: scene.samples };
  const pictures = (
    [
      [1, 2],
      [4, 16],
      [8, 256],
    ] as const
  ).map(([bitCount, colours]): ValidPicture => {
    const palette = paletteOf(colours);
    const { indices } = toIndexed(scene, palette);
    return {
      ...bmp,
      file: `bmp-${String(bitCount)}bit.bmp`,
      bytes: writeBmp({ ...size, bitCount, palette, samples: indices }),
      note: `palette of ${String(colours)}`,
    };
  });
  const palette = paletteOf(256);
  const rle = {
    ...size,
    bitCount: 8,
    palette,
    samples: toIndexed(scene, palette).indices,
    rle8: true,
  } as const;
  return [
    ...pictures,
    {
      ...bmp,
      file: 'bmp-24bit.bmp',
      bytes: writeBmp({ ...coloured, bitCount: 24 }),
      note: '24 bits, rows from below',
    },
    {
      ...bmp,
      file: 'bmp-32bit.bmp',
      bytes: writeBmp({ ...coloured, bitCount: 32 }),
      note: '32 bits; the fourth byte is 0 and no alpha',
    },
    {
      ...bmp,
      file: 'bmp-24bit-top-down.bmp',
      bytes: writeBmp({ ...coloured, bitCount: 24, topDown: true }),
      note: 'negative height: rows from the top',
    },
    { ...bmp, file: 'bmp-rle8.bmp', bytes: writeBmp(rle), note: 'run-length encoding, 8 bits' },
  ];
}

export async function validTiff(): Promise<ValidPicture[]> {
  const size = { width: 44, height: 33 };
  const small = { width: 28, height: 21 };
  const scene = renderScene({ ...size, channels: 3 });
  const turned = storedWith(6, scene);
  const palette = paletteOf(256);
  const columns = [0, 1, 2].map((channel) => palette.map((colour) => (colour[channel] ?? 0) * 257));
  const rgb: TiffPicture = {
    ...size,
    channels: 3,
    bits: 8,
    photometric: Photometric.Rgb,
    samples: scene.samples,
  };
  const deep = renderScene({ ...small, channels: 3, maximum: 65535 }).samples;
  const deepGrey = renderScene({ ...small, channels: 1, maximum: 65535 }).samples;
  const seeThrough = renderScene({ ...small, channels: 4 }).samples;
  const grey = renderScene({ ...size, channels: 1 }).samples;
  const tiff = (name: string, note: string, picture: TiffPicture): ValidPicture => {
    const { width, height } = picture;
    return { file: `tiff-${name}.tiff`, bytes: writeTiff(picture), format: 'tiff', width, height, note };
  };
  return [
    tiff('uncompressed', 'RGB in strips', rgb),
    tiff('big-endian', 'RGB, byte order MM', { ...rgb, bigEndian: true }),
    tiff('lzw', 'LZW', { ...rgb, compression: 'lzw' }),
    tiff('lzw-predictor', 'LZW of horizontal differences', { ...rgb, compression: 'lzw', predictor: true }),
    tiff('deflate', 'deflate', { ...rgb, compression: 'deflate' }),
    tiff('grey', 'grey of 8 bits', {
      ...rgb,
      channels: 1,
      photometric: Photometric.BlackIsZero,
      samples: grey,
    }),
    tiff('grey-16bit', 'grey of 16 bits', {
      ...small,
      channels: 1,
      bits: 16,
      photometric: Photometric.BlackIsZero,
      samples: deepGrey,
    }),
    tiff('rgb-16bit', 'RGB of 16 bits', {
      ...rgb,
      ...small,
      bits: 16,
      samples: deep,
      compression: 'deflate',
    }),
    tiff('tiled', 'tiles of 16 by 16, the last ones cut by the edge', {
      ...rgb,
      tile: 16,
      compression: 'lzw',
    }),
    tiff('palette', 'palette of 256', {
      ...size,
      channels: 1,
      bits: 8,
      photometric: Photometric.Palette,
      samples: toIndexed(scene, palette).indices,
      colourMap: columns.flat(),
    }),
    tiff('alpha', 'RGB and alpha', { ...rgb, ...small, channels: 4, alpha: true, samples: seeThrough }),
    tiff('orientation-6', 'orientation 6', {
      ...rgb,
      width: turned.width,
      height: turned.height,
      samples: turned.samples,
      compression: 'deflate',
      orientation: 6,
    }),
    {
      ...size,
      file: 'tiff-jpeg.tiff',
      bytes: await toSharp(scene).tiff({ compression: 'jpeg', quality: 92 }).toBuffer(),
      format: 'tiff',
      note: 'JPEG inside TIFF',
    },
  ];
}
