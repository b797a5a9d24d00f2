import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { IMAGE_FORMATS } from '../../../src/decoding/formats.js';
import { sniffImageFormat } from '../../../src/decoding/image-format.js';
import { crc32 } from '../../pictures/checksums.js';
import { Draws } from '../draws.js';
import { loadSeeds } from '../seeds.js';
import { pngStructure } from '../structure/png.js';
import { structureOf } from '../structure/structure-of.js';
import { mutatedPicture } from './mutate-picture.js';
import { mutateUnpacked, withChecksums } from './png-data.js';

const seeds = loadSeeds();
const CASES = 1500;

describe('mutatedPicture', () => {
  it.each(IMAGE_FORMATS)(
    'gives the same bytes for the same case, and leaves the %s seeds as they are',
    (format) => {
      const before = seeds[format].map((seed) => Buffer.from(seed));
      for (let index = 0; index < CASES; index++) {
        const once = mutatedPicture(format, seeds[format], new Draws(3, index));
        const again = mutatedPicture(format, seeds[format], new Draws(3, index));
        if (!once.equals(again)) throw new Error(`case ${index} differs`);
      }
      expect(seeds[format].every((seed, i) => seed.equals(before[i]!))).toBe(true);
    },
  );

  it.each(IMAGE_FORMATS)('makes many different %s files, most of them still recognised', (format) => {
    const made = Array.from({ length: CASES }, (_, index) =>
      mutatedPicture(format, seeds[format], new Draws(4, index)),
    );
    expect(new Set(made.map((bytes) => bytes.toString('latin1'))).size).toBeGreaterThan(CASES * 0.9);
    expect(made.filter((bytes) => sniffImageFormat(bytes) === format).length).toBeGreaterThan(CASES * 0.6);
  });

  it('is another one for another seed', () => {
    const [one, two] = [new Draws(1, 7), new Draws(2, 7)].map((draws) => draws.bytes(20));
    expect(one!.equals(two!)).toBe(false);
  });
});

describe('structureOf', () => {
  it.each(IMAGE_FORMATS)('finds fields and parts within every %s seed', (format) => {
    for (const seed of seeds[format]) {
      const { fields, parts } = structureOf(format, seed);
      expect(fields.length).toBeGreaterThan(3);
      expect(parts.length).toBeGreaterThan(0);
      for (const { start, end } of parts) {
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(seed.length);
      }
    }
  });
});

describe('PNG mutations', () => {
  const [png] = seeds.png.filter((seed) => seed.length > 500);

  it('write the checksums that the chunks ought to have', () => {
    const damaged = Buffer.from(png!);
    damaged[18] = damaged[18]! ^ 1;
    const { start, end } = pngStructure(damaged).parts[0]!;
    const repaired = withChecksums(damaged);
    expect(repaired.readUInt32BE(end - 4)).not.toBe(damaged.readUInt32BE(end - 4));
    expect(repaired.readUInt32BE(end - 4)).toBe(crc32(repaired.subarray(start + 4, end - 4)));
  });

  it('reach the rows beneath the compression', () => {
    const rowsOf = (file: Buffer) => {
      const data = pngStructure(file).parts.filter(
        ({ start }) => file.toString('latin1', start + 4, start + 8) === 'IDAT',
      );
      return inflateSync(Buffer.concat(data.map(({ start, end }) => file.subarray(start + 8, end - 4))));
    };
    const changed = mutateUnpacked(png!, (rows) => Buffer.concat([rows, Buffer.from([1, 2, 3])]));
    expect(rowsOf(changed)).toHaveLength(rowsOf(png!).length + 3);
  });
});
