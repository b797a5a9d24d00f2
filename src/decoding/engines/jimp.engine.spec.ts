import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import { concat } from '../../../scripts/pictures/bytes.js';
import { pngChunk, pngHeader, pngSignature } from '../../../scripts/pictures/png-writer.js';
import { validPictures } from '../../../test/support/pictures.js';
import { firstGifFrame } from '../header/gif.js';
import { readFirstDirectory } from '../header/tiff-directory.js';
import { readImageHeader } from '../header/image-header.js';
import { JimpEngine } from './jimp.engine.js';

const MAX_PIXELS = 50_000_000;
const engine = new JimpEngine(MAX_PIXELS);
const picture = (name: string) =>
  Buffer.from(readFileSync(new URL(`../../../test/pictures/valid/${name}`, import.meta.url)));
const decode = (bytes: Buffer) => engine.decode(bytes, readImageHeader(bytes, MAX_PIXELS));

/** A copy with the first value of a TIFF tag replaced. */
function withTag(tiff: Buffer, tag: number, value: number): Buffer {
  const copy = Buffer.from(tiff);
  const start = copy.readUInt32LE(4);
  for (let entry = start + 2; entry < start + 2 + copy.readUInt16LE(start) * 12; entry += 12) {
    if (copy.readUInt16LE(entry) !== tag) continue;
    if (copy.readUInt16LE(entry + 2) === 3) copy.writeUInt16LE(value, entry + 8);
    else copy.writeUInt32LE(value, entry + 8);
  }
  return copy;
}

interface Entry {
  tag: number;
  type: number;
  count: number;
  value: number;
}

/** A copy with another entry in place of the one for a tag. */
function withEntry(tiff: Buffer, inPlaceOf: number, { tag, type, count, value }: Entry): Buffer {
  const copy = Buffer.from(tiff);
  const start = copy.readUInt32LE(4);
  for (let entry = start + 2; entry < start + 2 + copy.readUInt16LE(start) * 12; entry += 12) {
    if (copy.readUInt16LE(entry) !== inPlaceOf) continue;
    copy.writeUInt16LE(tag, entry);
    copy.writeUInt16LE(type, entry + 2);
    copy.writeUInt32LE(count, entry + 4);
    copy.writeUInt32LE(value, entry + 8);
  }
  return copy;
}

describe('JimpEngine, where its decoders cannot be trusted', () => {
  it.each([
    { side: 0, tag: 322 },
    { side: 0, tag: 323 },
    { side: 20_000, tag: 322 },
  ])(
    'refuses a TIFF whose tiles have a side of $side (tag $tag), over which the decoder would hang',
    async ({ side, tag }) => {
      const tiff = picture('tiff-tiled.tiff');
      await expect(decode(tiff)).resolves.toMatchObject({ channels: 4 });
      expect(() => readImageHeader(withTag(tiff, tag, side), MAX_PIXELS)).toThrow('tiles');
    },
  );

  it.each([
    { photometric: 5, colours: 'CMYK' },
    { photometric: 8, colours: 'CIELab' },
    { photometric: 32_803, colours: 'photometric interpretation 32803' },
  ])('refuses a TIFF of $colours colours, which it gets wrong', async ({ photometric, colours }) => {
    const tiff = withTag(picture('tiff-uncompressed.tiff'), 262, photometric);
    await expect((async () => decode(tiff))()).rejects.toMatchObject({
      code: 'unsupported_image_format',
      message: expect.stringContaining(colours) as unknown as string,
    });
  });

  it('decodes the first page alone of a TIFF whose pages form a ring', async () => {
    const ring = Buffer.from(picture('tiff-uncompressed.tiff'));
    const { nextOffsetAt } = readFirstDirectory(new DataView(ring.buffer, ring.byteOffset, ring.byteLength));
    ring.writeUInt32LE(ring.readUInt32LE(4), nextOffsetAt);
    const [alone, looped] = [await decode(picture('tiff-uncompressed.tiff')), await decode(ring)];
    expect(Buffer.compare(alone.data, looped.data)).toBe(0);
  });

  it('prints nothing on standard output', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await decode(picture('tiff-tiled.tiff'));
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  it('makes room for the frame of a GIF that reaches beyond the screen', async () => {
    const gif = picture('gif-one-frame.gif');
    const whole = readImageHeader(gif, MAX_PIXELS);
    const shrunk = Buffer.from(gif);
    shrunk.writeUInt16LE(whole.width - 10, 6);
    const [expected, actual] = [await decode(gif), await decode(shrunk)];
    expect({ width: actual.width, height: actual.height }).toEqual({
      width: whole.width,
      height: whole.height,
    });
    expect(Buffer.compare(actual.data, expected.data)).toBe(0);
  });

  it('refuses an animated WebP whose frame claims to be larger than the canvas, before it decodes it', async () => {
    const webp = Buffer.from(picture('webp-animated.webp'));
    // The canvas of VP8X, width minus one in 24 bits.
    webp.writeUIntLE(4, 24, 3);
    await expect(decode(webp)).rejects.toThrow('over its canvas');
  });

  it('refuses a PNG that unpacks to more than its header says', async () => {
    const png = Buffer.from(picture('png-rgb-8bit.png'));
    png.writeUInt32BE(1, 16);
    png.writeUInt32BE(1, 20);
    await expect(decode(png)).rejects.toThrow();
  });

  it('refuses a PNG whose data are too short for its rows, which the decoder would fill with old memory', async () => {
    const png = picture('png-rgb-8bit.png');
    const { width, height } = readImageHeader(png, MAX_PIXELS);
    const withRows = (rows: number, more = 0) =>
      Buffer.from(
        concat(
          pngSignature,
          pngHeader(width, height, 8, 2),
          pngChunk('IDAT', deflateSync(Buffer.alloc(rows * (1 + 3 * width) + more))),
          pngChunk('IEND', new Uint8Array()),
        ),
      );
    await expect(decode(withRows(height))).resolves.toMatchObject({ width, height });
    await expect(decode(withRows(height, -1))).rejects.toThrow('its rows have');
  });

  it.each(validPictures.filter(({ format }) => format === 'png'))(
    'takes $name for as long as its rows need',
    async ({ bytes }) => {
      await expect(decode(bytes)).resolves.toMatchObject({ channels: 4 });
    },
  );

  it('refuses a GIF with an undefined code, over which the decoder would hang', async () => {
    const gif = Buffer.from(picture('gif-one-frame.gif'));
    const { dataAt } = firstGifFrame(new DataView(gif.buffer, gif.byteOffset, gif.length));
    gif.fill(0xff, dataAt + 4, dataAt + 12);
    await expect(decode(gif)).rejects.toThrow('stands for nothing');
  });

  it('refuses a GIF whose first frame has too few pixels, which the decoder would leave black', async () => {
    const gif = Buffer.from(picture('gif-small-first-frame.gif'));
    const { dataAt } = firstGifFrame(new DataView(gif.buffer, gif.byteOffset, gif.length));
    const firstBlock = gif.readUInt8(dataAt + 1);
    // Its first sub-block is made shorter and becomes the last.
    const cut = Buffer.concat([
      gif.subarray(0, dataAt + 1),
      Buffer.from([firstBlock - 10]),
      gif.subarray(dataAt + 2, dataAt + 2 + firstBlock - 10),
      Buffer.from([0, 0x3b]),
    ]);
    await expect(decode(gif)).resolves.toMatchObject({ channels: 4 });
    await expect(decode(cut)).rejects.toThrow('too early');
  });

  it('refuses a TIFF with an undefined code, over which the decoder would hang', async () => {
    const tiff = Buffer.from(picture('tiff-lzw.tiff'));
    const { valuesOf } = readFirstDirectory(new DataView(tiff.buffer, tiff.byteOffset, tiff.length));
    const [offset] = valuesOf(273);
    tiff.fill(0xff, offset! + 2, offset! + 10);
    await expect(decode(tiff)).rejects.toThrow('stands for nothing');
  });

  it.each([
    { what: 'directories within itself', tag: 330, type: 4, count: 1, value: 8 },
    { what: 'a billion numbers of a tag that nobody reads', tag: 700, type: 3, count: 1e9, value: 8 },
  ])('passes over $what', async ({ tag, type, count, value }) => {
    const tiff = picture('tiff-lzw.tiff');
    const { data } = await decode(tiff);
    const again = await decode(withEntry(tiff, 284, { tag, type, count, value }));
    expect(Buffer.compare(again.data, data)).toBe(0);
  });

  it('refuses a TIFF that has a billion numbers for its colours', async () => {
    const entry = { tag: 320, type: 3, count: 1e9, value: 8 };
    await expect(decode(withEntry(picture('tiff-lzw.tiff'), 284, entry))).rejects.toThrow('beyond the end');
  });

  it('refuses a TIFF whose compression is a byte, which the header does not tell of', async () => {
    const entry = { tag: 259, type: 1, count: 1, value: 5 };
    await expect(decode(withEntry(picture('tiff-lzw.tiff'), 259, entry))).rejects.toThrow('type 1');
  });

  it('says that a TIFF compressed for fax machines needs sharp', async () => {
    await expect(decode(withTag(picture('tiff-lzw.tiff'), 259, 4))).rejects.toMatchObject({
      code: 'unsupported_image_format',
      message: expect.stringContaining('compression 4; it needs sharp') as unknown as string,
    });
  });
});
