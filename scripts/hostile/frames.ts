/** Pictures of many frames or pages. The first one counts, and none of the others may cost anything. */
import { be16, be32, concat, latin1, le16, le32, u8, type Bytes } from '../pictures/bytes.js';
import { gifScreen } from '../pictures/gif-writer.js';
import { paletteOf } from '../pictures/palette.js';
import { pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';
import { extendedHeader, writeWebp } from '../pictures/webp-container.js';
import { GRADIENT } from './checksums.js';
import { flatGifFrame } from './flat-gif.js';
import { flatLossless } from './flat-webp.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { oddTiff } from './odd-tiff.js';
import { zlibStored } from './zlib-stream.js';

function gif(screen: [number, number], frames: readonly Bytes[]): Bytes {
  return concat(gifScreen(...screen, paletteOf(4)), ...frames, u8(0x3b));
}

function repeated(bytes: Bytes, times: number): Bytes {
  const all = Buffer.alloc(bytes.length * times);
  for (let i = 0; i < times; i++) all.set(bytes, i * bytes.length);
  return all;
}

function webp(side: number, frames: number): Bytes {
  const le24 = (value: number) => le32(value).subarray(0, 3);
  const picture = writeWebp([flatLossless(side, side)]).subarray(12);
  const data = concat(le24(0), le24(0), le24(side - 1), le24(side - 1), le24(10), u8(0), picture);
  const frame = concat(latin1('ANMF'), le32(data.length), data, new Uint8Array(data.length % 2));
  const file = writeWebp([
    extendedHeader(side, side, 'animation'),
    { name: 'ANIM', data: concat(le32(0), le16(0)) },
  ]);
  const all = Buffer.concat([file, repeated(frame, frames)]);
  all.writeUInt32LE(all.length - 8, 4);
  return all;
}

function animatedPng(frames: number): Bytes {
  const data = zlibStored(GRADIENT);
  const control = (sequence: number) =>
    pngChunk('fcTL', concat(be32(sequence, 16, 16, 0, 0), be16(1, 100), u8(0, 0)));
  const parts = [
    pngSignature,
    pngHeader(16, 16, 8, 0),
    pngChunk('acTL', be32(frames, 0)),
    control(0),
    pngChunk('IDAT', data),
  ];
  for (let i = 1; i < frames; i++) {
    parts.push(control(2 * i - 1), pngChunk('fdAT', concat(be32(2 * i), data)));
  }
  return concat(...parts, pngChunk('IEND', u8()));
}

/** Directories one behind the other, all of the same pixels. */
function pages(count: number): Bytes {
  const first = Buffer.from(oddTiff({ width: 16, height: 16 }, new Uint8Array(256)));
  const entries = first.readUInt16LE(8);
  const directory = Buffer.from(first.subarray(8, 8 + 2 + 12 * entries + 4));
  const nextAt = directory.length - 4;
  const all = Buffer.concat([first, repeated(directory, count - 1)]);
  for (let i = 0; i < count - 1; i++) {
    const at = i === 0 ? 8 : first.length + (i - 1) * directory.length;
    all.writeUInt32LE(first.length + i * directory.length, at + nextAt);
  }
  return all;
}

export function frames(): HostileFile[] {
  const small = flatGifFrame(16, 16);
  const full = flatGifFrame(7000, 7000);
  const extension = concat(u8(0x21, 0xfe, 1, 0x41, 0));
  const note = 'only the first frame is decoded';
  return filesOf('frames', [
    [
      'frames-3000.gif',
      'GIF of 16x16 with 3000 frames',
      ['ok'],
      () => gif([16, 16], [repeated(small, 3000)]),
      { note },
    ],
    [
      'frames-300000.gif',
      'GIF of 16x16 with 300,000 frames',
      ['ok', 'image_corrupt'],
      () => gif([16, 16], [repeated(small, 300_000)]),
      { note, isLong: true },
    ],
    [
      'frames-large.gif',
      'GIF of 7000x7000 with 200 frames of that size',
      ['ok', 'image_corrupt'],
      () => gif([7000, 7000], [repeated(full, 200)]),
      { note, isLong: true },
    ],
    ['frames-none.gif', 'GIF without a frame', ['image_corrupt'], () => gif([16, 16], [])],
    [
      'frames-late.gif',
      'GIF with 10,000 comments before its frame',
      ['ok'],
      () => gif([16, 16], [repeated(extension, 10_000), small]),
    ],
    [
      'frames-very-late.gif',
      'GIF with 2,500,000 comments before its frame',
      ['ok'],
      () => gif([16, 16], [repeated(extension, 2_500_000), small]),
      { isLong: true },
    ],
    [
      'frames-never.gif',
      'GIF with 10,000 comments and no frame',
      ['image_corrupt'],
      () => gif([16, 16], [repeated(extension, 10_000)]),
    ],
    ['frames-3000.webp', 'WebP of 16x16 with 3000 frames', ['ok'], () => webp(16, 3000), { note }],
    [
      'frames-200000.webp',
      'WebP of 16x16 with 200,000 frames',
      ['ok', 'image_corrupt'],
      () => webp(16, 200_000),
      { note, isLong: true },
    ],
    [
      'frames-large.webp',
      'WebP of 7000x7000 with 2000 frames of that size',
      ['ok'],
      () => webp(7000, 2000),
      { note },
    ],
    ['frames-100.png', 'animated PNG of 16x16 with 100 frames', ['ok'], () => animatedPng(100), { note }],
    [
      'frames-300.tif',
      'TIFF with 300 pages',
      ['ok'],
      () => pages(300),
      { note: 'only the first page is decoded' },
    ],
    [
      'frames-70000.tif',
      'TIFF with 70,000 pages',
      ['ok', 'image_corrupt'],
      () => pages(70_000),
      { note: 'only the first page is decoded; libtiff counts up to 65,535', isLong: true },
    ],
  ]);
}
