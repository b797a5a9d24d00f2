/** Pictures that are cut or damaged: the server answers image_corrupt, and image_empty for no bytes at all. */
import { bmpHeader, writeBmp } from './bmp-writer.js';
import { be32, concat, latin1, le32, patched, u8, type Bytes } from './bytes.js';
import type { InvalidPicture, ValidPicture } from './corpus.js';
import { gifFrame, gifScreen } from './gif-writer.js';
import { scanAt, withSize } from './jpeg-segments.js';
import { paletteOf } from './palette.js';
import { pngChunk, pngHeader, pngParts, pngSignature, PngColour } from './png-writer.js';
import { renderScene } from './scene.js';
import { tiffDirectory } from './tiff-writer.js';
import { withVp8Size } from './webp-container.js';

/** The pictures to break, and where their pixel data starts. */
const halved: readonly [from: string, dataAt: (bytes: Bytes) => number][] = [
  ['jpeg-baseline-420.jpg', scanAt],
  ['jpeg-progressive.jpg', scanAt],
  ['png-rgb-8bit.png', () => 8 + 25 + 8],
  ['gif-one-frame.gif', () => 13 + 3 * 256 + 8 + 11],
  ['bmp-24bit.bmp', () => 54],
  ['tiff-uncompressed.tiff', () => 200],
  ['tiff-lzw.tiff', () => 200],
  ['webp-lossy.webp', () => 30],
  ['webp-lossless.webp', () => 25],
];

const headerCuts: readonly [from: string, length: number][] = [
  ['jpeg-baseline-420.jpg', 90],
  ['png-rgb-8bit.png', 20],
  ['gif-one-frame.gif', 9],
  ['bmp-24bit.bmp', 22],
  ['tiff-uncompressed.tiff', 40],
  ['webp-lossy.webp', 22],
];

const magics: readonly [extension: string, magic: Bytes][] = [
  ['jpg', u8(0xff, 0xd8, 0xff)],
  ['png', pngSignature],
  ['gif', latin1('GIF89a')],
  ['bmp', latin1('BM')],
  ['tiff', u8(0x49, 0x49, 42, 0)],
  ['webp', concat(latin1('RIFF'), le32(4), latin1('WEBP'))],
];

function zeroSizes(original: (file: string) => Bytes): InvalidPicture[] {
  const palette = paletteOf(2);
  const png = (width: number, height: number) =>
    concat(pngSignature, pngHeader(width, height, 8, 2), pngChunk('IDAT', u8()), pngChunk('IEND', u8()));
  const gif = concat(
    gifScreen(0, 16, palette),
    gifFrame({ width: 0, height: 16, indices: [0] }, 2),
    u8(0x3b),
  );
  const tiff = tiffDirectory([
    [256, 'short', [0]],
    [257, 'short', [16]],
    [258, 'short', [8]],
    [259, 'short', [1]],
    [262, 'short', [1]],
    [273, 'long', [110]],
    [277, 'short', [1]],
    [279, 'long', [0]],
  ]);
  const files: [string, Bytes][] = [
    ['zero-width.png', png(0, 16)],
    ['zero-height.png', png(16, 0)],
    ['zero-width.gif', gif],
    ['zero-width.bmp', writeBmp({ width: 0, height: 16, bitCount: 24, samples: [] })],
    ['zero-height.bmp', bmpHeader({ width: 16, height: 0, bitCount: 24 })],
    ['zero-width.tiff', tiff],
    ['zero-width.jpg', withSize(original('jpeg-baseline-420.jpg'), 0, 72)],
    ['zero-width.webp', withVp8Size(original('webp-lossy.webp'), 0, 60)],
  ];
  return files.map(([file, bytes]) => ({ file, bytes, code: 'image_corrupt', note: 'the header says zero' }));
}

function damagedPng(): InvalidPicture[] {
  const { width, height, samples } = renderScene({ width: 48, height: 36, channels: 3 });
  const parts = pngParts({ width, height, samples, colour: PngColour.Rgb, bitDepth: 8 });
  const [signature = u8(), header = u8(), data = u8(), end = u8()] = parts;
  const wrongCrc = (chunk: Bytes) => patched(chunk, chunk.length - 4, be32(0x12345678));
  // Sound length and CRC around a deflate stream whose middle was overwritten.
  const stream = data.subarray(8, data.length - 4);
  const broken = pngChunk('IDAT', patched(stream, stream.length >> 1, new Uint8Array(32).fill(0xff)));
  const files: [string, Bytes[], string][] = [
    ['bad-crc-ihdr.png', [signature, wrongCrc(header), data, end], 'wrong CRC of IHDR'],
    ['bad-crc-idat.png', [signature, header, wrongCrc(data), end], 'wrong CRC of IDAT, sound data'],
    ['bad-deflate.png', [signature, header, broken, end], 'broken deflate stream, sound CRC'],
  ];
  return files.map(([file, chunks, note]) => ({
    file,
    bytes: concat(...chunks),
    code: 'image_corrupt',
    note,
  }));
}

export function brokenPictures(valid: readonly ValidPicture[]): InvalidPicture[] {
  const original = (file: string): Bytes => {
    const picture = valid.find((candidate) => candidate.file === file);
    if (!picture) throw new Error(`There is no picture ${file} to break.`);
    return picture.bytes;
  };
  const corrupt = (file: string, bytes: Bytes, note: string): InvalidPicture => {
    return { file, bytes, code: 'image_corrupt', note };
  };
  return [
    { file: 'empty.jpg', bytes: u8(), code: 'image_empty', note: 'no bytes' },
    ...halved.map(([from, dataAt]) => {
      const bytes = original(from);
      const start = dataAt(bytes);
      const half = bytes.subarray(0, start + ((bytes.length - start) >> 1));
      return corrupt(`half-${from}`, half, 'the second half of the pixel data is missing');
    }),
    ...headerCuts.map(([from, length]) =>
      corrupt(`header-cut-${from}`, original(from).subarray(0, length), 'cut within the header'),
    ),
    ...magics.map(([extension, magic]) =>
      corrupt(`magic-only.${extension}`, magic, 'magic bytes and no more'),
    ),
    ...damagedPng(),
    ...zeroSizes(original),
  ];
}
