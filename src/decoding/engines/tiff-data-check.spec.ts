import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { lzw } from '../../../scripts/pictures/lzw.js';
import { RGB, tinyTiff, type Tags } from '../../../test/support/tiny-tiff.js';
import { validPicture } from '../../../test/support/pictures.js';
import { readImageHeader } from '../header/image-header.js';
import { JimpEngine } from './jimp.engine.js';
import { checkTiffData } from './tiff-data-check.js';

const BITS = 258;
const COMPRESSION = 259;
const SAMPLES = 277;
const ROWS_PER_STRIP = 278;
const LENGTHS = 279;
const PLANAR = 284;
const PREDICTOR = 317;
const TILE = { width: 322, length: 323, lengths: 325 };

const engine = new JimpEngine(1000);
const decode = async (tiff: Buffer) => engine.decode(tiff, readImageHeader(tiff, 1000));

/** What is the same in red, green and blue, pixel by pixel. */
async function greys(tiff: Buffer): Promise<number[]> {
  const { data } = await decode(tiff);
  const pixels = Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
  for (const [red, ...others] of pixels) expect(others).toEqual([red, red, 255]);
  return pixels.map(([red]) => red!);
}

const PIXELS = [10, 20, 30, 40];
const deflate = (bytes: number[]) => [...deflateSync(Buffer.from(bytes))];
const lzwOf = (bytes: number[]) => [...lzw(Buffer.from(bytes), 8, 'tiff')];

describe('A TIFF without a tag', () => {
  it.each([
    { what: 'COMPRESSION', tags: { [COMPRESSION]: [] } },
    { what: 'SAMPLES', tags: { [SAMPLES]: [] } },
    { what: 'ROWS_PER_STRIP', tags: { [ROWS_PER_STRIP]: [] } },
    { what: 'LENGTHS', tags: { [LENGTHS]: [] } },
  ])('is read as the tag would say by default: $what', async ({ tags }) => {
    expect(await greys(tinyTiff(tags, PIXELS))).toEqual(PIXELS);
  });

  it('has one bit a sample where none is told', async () => {
    expect(await greys(tinyTiff({ [BITS]: [] }, [0b0100_0000, 0b1000_0000]))).toEqual([0, 255, 255, 0]);
  });

  it.each([
    {
      what: 'two strips',
      tags: { [ROWS_PER_STRIP]: [1] },
      pieces: [PIXELS.slice(2), PIXELS.slice(2)],
      missing: 2,
    },
    { what: 'a strip to be unpacked', tags: { [COMPRESSION]: [8] }, pieces: [deflate(PIXELS)], missing: 1 },
  ])('has to have the lengths of $what', async ({ tags, pieces, missing }) => {
    await expect(decode(tinyTiff({ ...tags, [LENGTHS]: [] }, ...pieces))).rejects.toThrow(
      `the lengths of ${missing} strips or tiles are missing`,
    );
  });

  it('has to have the lengths and the height of tiles', async () => {
    const tile = { [TILE.width]: [16], [TILE.length]: [16] };
    const data = Array.from({ length: 256 }, (_, i) => i);
    expect(await greys(tinyTiff(tile, data))).toEqual([0, 1, 16, 17]);
    await expect(decode(tinyTiff({ ...tile, [TILE.lengths]: [] }, data))).rejects.toThrow(
      'the lengths of 1 strips or tiles are missing',
    );
    await expect(decode(tinyTiff({ ...tile, [TILE.length]: [] }, data))).rejects.toThrow(
      'no bits, or no rows',
    );
  });
});

describe('A TIFF of more than one piece', () => {
  it('has less in its last strip', async () => {
    const tags: Tags = { 257: [3] };
    expect(await greys(tinyTiff(tags, [1, 2, 3, 4], [5, 6]))).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(decode(tinyTiff(tags, [1, 2, 3, 4], [5]))).rejects.toThrow('1 bytes are missing');
    await expect(decode(tinyTiff(tags, [1, 2, 3, 4]))).rejects.toThrow('1 strips or tiles are missing');
  });

  it('has as many pieces for each of its planes', () => {
    const planes = { ...RGB, [PLANAR]: [2], 257: [3] };
    const [whole, rest] = [
      [1, 2, 3, 4],
      [5, 6],
    ];
    const check = (...pieces: number[][]) => {
      checkTiffData(tinyTiff(planes, ...pieces), { width: 2, height: 3 });
    };
    expect(() => {
      check(whole, rest, whole, rest, whole, rest);
    }).not.toThrow();
    expect(() => {
      check(whole, rest, whole, rest, whole);
    }).toThrow('1 strips or tiles are missing');
    expect(() => {
      check(whole, rest, rest, rest, whole, rest);
    }).toThrow('2 bytes are missing');
  });
});

describe('The data of a TIFF', () => {
  it.each([
    { how: 'LZW', compression: 5, pack: lzwOf },
    { how: 'deflate', compression: 8, pack: deflate },
    { how: 'deflate, by its older number', compression: 32_946, pack: deflate },
    {
      how: 'PackBits, all literal',
      compression: 32_773,
      pack: (bytes: number[]) => [bytes.length - 1, ...bytes],
    },
  ])('are unpacked from $how, and have to be whole', async ({ compression, pack }) => {
    const packed = (bytes: number[]) => tinyTiff({ [COMPRESSION]: [compression] }, pack(bytes));
    expect(await greys(packed(PIXELS))).toEqual(PIXELS);
    await expect(decode(packed(PIXELS.slice(1)))).rejects.toThrow(/^1 (bytes|samples) are missing$/);
  });

  it('may be runs of PackBits, with codes that mean nothing between them', async () => {
    const packBits = (...data: number[]) => tinyTiff({ [COMPRESSION]: [32_773] }, data);
    const [nothing, threeTimes] = [0x80, 0xfe];
    expect(await greys(packBits(threeTimes, 7, nothing, 0, 9))).toEqual([7, 7, 7, 9]);
    await expect(decode(packBits(threeTimes, 7, nothing))).rejects.toThrow('1 bytes are missing');
    await expect(decode(packBits(threeTimes, 7, threeTimes))).rejects.toThrow('1 bytes are missing');
    await expect(decode(packBits(nothing, 0, 9))).rejects.toThrow('3 bytes are missing');
    await expect(decode(packBits(3, 7, 7))).rejects.toThrow('2 bytes are missing');
  });

  it('have to be there as far as they are not packed', async () => {
    await expect(decode(tinyTiff({}, PIXELS.slice(1)))).rejects.toThrow('1 bytes are missing');
  });

  it('have to end their LZW codes after all pixels', async () => {
    const cut = lzwOf(PIXELS).slice(0, 3);
    await expect(decode(tinyTiff({ [COMPRESSION]: [5] }, cut))).rejects.toThrow('its data end too early');
  });

  it('may not unpack to more than the picture takes', async () => {
    const longer = tinyTiff({ [COMPRESSION]: [8] }, deflate([...PIXELS, 50]));
    await expect(decode(longer)).rejects.toThrow('larger than 4 bytes');
  });

  it('may be JPEG, with tables of single bytes', () => {
    const { bytes, width, height } = validPicture('tiff-jpeg.tiff');
    const tiff = Buffer.from(bytes);
    expect(() => {
      checkTiffData(tiff, { width, height });
    }).not.toThrow();
  });
});

describe('A TIFF that no engine reads', () => {
  it.each([
    { tags: { [COMPRESSION]: [99] }, says: 'the compression 99 is not read' },
    { tags: { [PREDICTOR]: [3] }, says: 'the predictor 3 is not read' },
    { tags: { [BITS]: [64] }, says: '64 bits a sample are not read' },
    { tags: { [SAMPLES]: [9] }, says: '9 samples a pixel are not read' },
    { tags: { [BITS]: Array<number>(9).fill(8) }, says: '9 samples a pixel are not read' },
    { tags: { [BITS]: [0] }, says: 'it says to have no bits, or no rows' },
    { tags: { [ROWS_PER_STRIP]: [0] }, says: 'it says to have no bits, or no rows' },
  ])('is damaged: $says', async ({ tags, says }) => {
    await expect(decode(tinyTiff(tags, PIXELS))).rejects.toThrow(says);
  });
});
