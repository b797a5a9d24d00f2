import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { RGB, tinyTiff, type Tags } from '../../../test/support/tiny-tiff.js';
import { readImageHeader } from '../header/image-header.js';
import { toRgb } from '../to-rgb.js';
import { JimpEngine } from './jimp.engine.js';
import { SharpEngine } from './sharp.engine.js';

const BITS = 258;
const COMPRESSION = 259;
const PHOTOMETRIC = 262;
const FILL_ORDER = 266;
const SAMPLES = 277;
const PLANAR = 284;
const PREDICTOR = 317;
const PALETTE = 320;
const EXTRA_SAMPLES = 338;
const SAMPLE_FORMAT = 339;

const DEFLATE = 8;
const RGBA = { [BITS]: [8, 8, 8, 8], [PHOTOMETRIC]: [2], [SAMPLES]: [4] };
const noise = (length: number) => Array.from({ length }, (_, i) => (i * 37 + 11) % 256);
const deflated = (length: number) => [...deflateSync(Buffer.from(noise(length)))];
const colours = (count: number) => noise(3 * count).map((level) => level * 257);

const jimp = new JimpEngine(1000);
const sharp = await SharpEngine.load(1000);
const rgbBy = async (engine: JimpEngine | SharpEngine, tiff: Buffer) =>
  Buffer.from(toRgb(await engine.decode(tiff, readImageHeader(tiff, 1000))));

describe('JimpEngine, of a TIFF', () => {
  const read: { what: string; tags: Tags; data: number[] }[] = [
    ...[1, 4, 8, 16].map((bits) => ({ what: `white is 0, ${bits} bits`, photometric: 0, bits })),
    ...[1, 2, 8, 16].map((bits) => ({ what: `black is 0, ${bits} bits`, photometric: 1, bits })),
    ...[1, 2, 4, 8].map((bits) => ({ what: `palette, ${bits} bits`, photometric: 3, bits })),
  ].map(({ what, photometric, bits }) => ({
    what,
    tags: {
      256: [3],
      [BITS]: [bits],
      [PHOTOMETRIC]: [photometric],
      ...(photometric === 3 ? { [PALETTE]: colours(2 ** bits) } : {}),
    },
    data: noise(2 * Math.ceil((3 * bits) / 8)),
  }));
  const coloured = [
    { what: 'RGB, 8 bits', tags: RGB, data: noise(12) },
    { what: 'RGB, 16 bits', tags: { ...RGB, [BITS]: [16, 16, 16] }, data: noise(24) },
    { what: 'RGB with alpha, 8 bits', tags: { ...RGBA, [EXTRA_SAMPLES]: [2] }, data: noise(16) },
    { what: 'RGB with unknown extra', tags: { ...RGBA, [EXTRA_SAMPLES]: [0] }, data: noise(16) },
    {
      what: 'differences of deflated RGB',
      tags: { ...RGB, [COMPRESSION]: [DEFLATE], [PREDICTOR]: [2] },
      data: deflated(12),
    },
    {
      what: 'a fill order, planes, format and predictor that say nothing',
      data: noise(4),
      tags: {
        [FILL_ORDER]: [1],
        [PLANAR]: [2],
        [SAMPLE_FORMAT]: [1],
        [PREDICTOR]: [1],
      },
    },
  ];

  it.each([...read, ...coloured])('has the samples that sharp has: $what', async ({ tags, data }) => {
    const tiff = tinyTiff(tags, data);
    const [byJimp, bySharp] = [await rgbBy(jimp, tiff), await rgbBy(sharp, tiff)];
    expect([...byJimp]).toEqual([...bySharp]);
    expect(new Set(byJimp).size).toBeGreaterThan(1);
  });

  const planes = { ...RGB, [PLANAR]: [2] };
  it.each([
    { tags: planes, pieces: [noise(4), noise(4), noise(4)], says: 'whose colours lie in planes apart' },
    { tags: { ...RGB, [BITS]: [8, 16, 8] }, says: 'whose samples are of several sizes' },
    { tags: { [FILL_ORDER]: [2] }, says: 'whose bits are in reverse order' },
    { tags: { ...RGBA, [EXTRA_SAMPLES]: [1] }, says: 'whose colours are multiplied by their alpha' },
    { tags: { [SAMPLE_FORMAT]: [2] }, says: 'of signed samples' },
    { tags: { ...RGB, [PREDICTOR]: [2] }, says: 'with a predictor that does not go with' },
    {
      tags: { [BITS]: [4], [PHOTOMETRIC]: [0], [PREDICTOR]: [2], [COMPRESSION]: [DEFLATE] },
      pieces: [deflated(2)],
      says: 'with a predictor that does not go with its compression and bits',
    },
    { tags: { [BITS]: [4] }, says: 'of grey with 1 x 4 bits a pixel' },
    { tags: { [BITS]: [2], [PHOTOMETRIC]: [0] }, says: 'of grey with 1 x 2 bits a pixel' },
    { tags: { [BITS]: [32] }, says: 'of grey with 1 x 32 bits a pixel' },
    { tags: { [SAMPLES]: [3], [BITS]: [8, 8, 8] }, says: 'of grey with 3 x 8 bits a pixel' },
    { tags: { [PHOTOMETRIC]: [2] }, says: 'of RGB with 1 x 8 bits a pixel' },
    { tags: { ...RGB, [SAMPLES]: [5] }, says: 'of RGB with 5 x 8 bits a pixel' },
    { tags: { [BITS]: [16], [PHOTOMETRIC]: [3] }, says: 'of palette with 1 x 16 bits a pixel' },
    { tags: { ...RGB, [PHOTOMETRIC]: [6] }, says: 'of the photometric interpretation 6' },
    { tags: { [PHOTOMETRIC]: [4] }, says: 'of the photometric interpretation 4' },
    { tags: { [PHOTOMETRIC]: [] }, says: 'of the photometric interpretation that is missing' },
  ])('refuses one $says, which its decoder gets wrong', async ({ tags, says, pieces = [noise(64)] }) => {
    const tiff = tinyTiff(tags, ...pieces);
    const refusal = jimp.decode(tiff, readImageHeader(tiff, 1000));
    await expect(refusal).rejects.toMatchObject({
      code: 'unsupported_image_format',
      message: expect.stringMatching(
        new RegExp(
          `^expected a TIFF of plain grey, palette or RGB samples, received one ${says}.*; send it as PNG, or ask ` +
            'for a server that decodes with sharp$',
        ),
      ) as unknown as string,
    });
  });
});
