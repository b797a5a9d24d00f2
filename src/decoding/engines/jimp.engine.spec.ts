import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
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
});
