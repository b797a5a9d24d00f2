import { describe, expect, it } from '@jest/globals';
import { concat, latin1, le16, le32, u8, type Bytes } from '../../../scripts/pictures/bytes.js';
import { readImageHeader } from '../header/image-header.js';
import { BmpEngine } from './bmp.engine.js';

const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

/** Four colours as a palette has them, blue first: black, red, green and blue. */
const COLOURS = [u8(0, 0, 0), u8(0, 0, 255), u8(0, 255, 0), u8(255, 0, 0)];
const [black, red, green, blue] = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
];
const palette = concat(...COLOURS.map((colour) => concat(colour, u8(0))));

/** A file header, an info header and what follows; the pixels are all that is behind `between`. */
function bmp(info: Bytes, between: Bytes, pixels: Bytes): Bytes {
  const at = 14 + info.length + between.length;
  return concat(latin1('BM'), le32(at + pixels.length, 0, at), info, between, pixels);
}

/** BITMAPCOREHEADER, of 12 bytes: OS/2 and Windows 2. */
const core = (width: number, height: number, bits: number) => concat(le32(12), le16(width, height, 1, bits));

interface Info {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  /** How many colours the palette says it has; 0 is as many as there are indices. */
  colours?: number;
  /** Of the header; what is more than 40 begins with `masks`. */
  size?: number;
  masks?: number[];
}

/** BITMAPINFOHEADER, of 40 bytes, and its longer and shorter kin. */
function info({ width, height, bits, compression = 0, colours = 0, size = 40, masks = [] }: Info): Bytes {
  const head = concat(
    le32(size, width, height >>> 0),
    le16(1, bits),
    le32(compression, 0, 0, 0, colours, 0, ...masks),
  );
  return concat(head.subarray(0, size), new Uint8Array(Math.max(0, size - head.length)));
}

/** The pixels, each as a list of its channels. */
async function decode(file: Bytes): Promise<number[][]> {
  const header = readImageHeader(file, 1000);
  const { data, channels, width, height } = await new BmpEngine().decode(file, header);
  expect(data).toHaveLength(width * height * channels);
  const pixel = (_: unknown, i: number) => [...data.subarray(i * channels, (i + 1) * channels)];
  return Array.from({ length: width * height }, pixel);
}

describe('The oldest header, of twelve bytes', () => {
  const threes = concat(...COLOURS);

  it('has a palette of three bytes a colour', async () => {
    const colours = concat(threes, new Uint8Array(3 * 12));
    expect(await decode(bmp(core(3, 1, 4), colours, u8(0x12, 0x30, 0, 0)))).toEqual([red, green, blue]);
    const two = concat(u8(0, 0, 0, 0, 255, 0));
    const rows = u8(0b0100_0000, 0, 0, 0, 0b1010_0000, 0, 0, 0);
    expect(await decode(bmp(core(3, 2, 1), two, rows))).toEqual([green, black, green, black, green, black]);
  });

  it('has its depth elsewhere, and rows from below', async () => {
    const file = bmp(core(1, 2, 24), u8(), u8(1, 2, 3, 0, 4, 5, 6, 0));
    expect(await decode(file)).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ]);
  });
});

describe('A header of sixteen bytes', () => {
  it('ends before the compression and the number of colours, and has four bytes a colour', async () => {
    const file = bmp(info({ width: 2, height: 1, bits: 4, size: 16 }), palette, u8(0x12, 0, 0, 0));
    expect(await decode(file)).toEqual([red, green]);
  });
});

describe('The palette', () => {
  const indices = { width: 4, height: 1, bits: 8 };

  it('has as many colours as there are indices where the header says none', async () => {
    const colours = concat(palette, new Uint8Array(4 * 251), u8(3, 2, 1, 0));
    expect(await decode(bmp(info(indices), colours, u8(1, 2, 3, 255)))).toEqual([
      red,
      green,
      blue,
      [1, 2, 3],
    ]);
  });

  it('shows black for an index beyond it', async () => {
    const three = palette.subarray(0, 12);
    expect(await decode(bmp(info({ ...indices, colours: 3 }), three, u8(0, 1, 2, 3)))).toEqual([
      black,
      red,
      green,
      black,
    ]);
  });
});

describe('Masks of colours', () => {
  const RGB_565 = [0xf800, 0x07e0, 0x001f];
  const RGBA_8888 = [0x00ff_0000, 0x0000_ff00, 0x0000_00ff, 0xff00_0000];
  const pixel = u8(1, 2, 3, 128);
  const one = { width: 1, height: 1, bits: 32, compression: BITFIELDS };

  it('stand behind a header of 40 bytes', async () => {
    const header = info({ width: 2, height: 1, bits: 16, compression: BITFIELDS });
    expect(await decode(bmp(header, le32(...RGB_565), le16(0xf800, 0x07e0)))).toEqual([red, green]);
  });

  it('stand within a longer one, with that of alpha from 56 bytes on', async () => {
    const decoded = (size: number) => decode(bmp(info({ ...one, size, masks: RGBA_8888 }), u8(), pixel));
    expect(await decoded(52)).toEqual([[3, 2, 1]]);
    expect(await decoded(56)).toEqual([[3, 2, 1, 128]]);
    expect(await decoded(124)).toEqual([[3, 2, 1, 128]]);
  });

  it('may say that there is no alpha', async () => {
    const masks = [...RGBA_8888.slice(0, 3), 0];
    expect(await decode(bmp(info({ ...one, size: 56, masks }), u8(), pixel))).toEqual([[3, 2, 1]]);
  });

  it('are four with the compression that says so', async () => {
    const header = info({ ...one, compression: ALPHA_BITFIELDS });
    expect(await decode(bmp(header, le32(...RGBA_8888), pixel))).toEqual([[3, 2, 1, 128]]);
  });

  it('are five bits of each colour where there are none', async () => {
    const file = bmp(info({ width: 2, height: 1, bits: 16 }), u8(), le16(0x7c00, 0x03e0));
    expect(await decode(file)).toEqual([red, green]);
  });

  it('make black of a colour without bits, and do not go with 24 bits', async () => {
    const none = bmp(info({ ...one }), le32(0, 0x0000_ff00, 0), pixel);
    expect(await decode(none)).toEqual([[0, 2, 0]]);
    const file = bmp(info({ ...one, bits: 24 }), le32(...RGB_565), pixel);
    await expect(decode(file)).rejects.toThrow('masks do not go with 24 bits');
  });
});

describe('A compression that is not read', () => {
  it.each([
    { what: 'runs of 8-bit indices in 4 bits', compression: 1, bits: 4 },
    { what: 'runs of 4-bit indices in 8 bits', compression: 2, bits: 8 },
    { what: 'a JPEG within', compression: 4, bits: 24 },
    { what: 'a PNG within', compression: 5, bits: 32 },
  ])('is told with its depth: $what', async ({ compression, bits }) => {
    const file = bmp(info({ width: 1, height: 1, bits, compression }), palette, u8(1, 1, 0, 1));
    await expect(decode(file)).rejects.toThrow(
      `compression ${compression} of ${bits} bits a pixel is not read`,
    );
  });
});
