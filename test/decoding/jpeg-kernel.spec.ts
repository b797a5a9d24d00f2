import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { writeJpeg } from '../../scripts/pictures/jpeg-writer.js';
import { asBytes } from '../../scripts/pictures/scene.js';
import { mulberry32 } from '../../src/model/mulberry32.js';
import { decodedByKernel, decodedBySharp, randomRaster } from '../support/jpeg-oracle.js';
import { validPicture } from '../support/pictures.js';

const SAMPLINGS = ['4:4:4', '4:2:2', '4:2:0'] as const;
const MOST_SIDE = 70;

/** Equal to the byte; the whole arrays are not given to expect(), which would print them. */
async function expectAsSharp(bytes: Uint8Array): Promise<void> {
  const [ours, theirs] = [decodedByKernel(bytes), await decodedBySharp(bytes)];
  expect({ width: ours?.width, height: ours?.height }).toEqual({
    width: theirs?.width,
    height: theirs?.height,
  });
  expect(firstDifference(ours!.data, theirs!.data)).toBe(-1);
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  return a.findIndex((value, i) => value !== b[i]);
}

function side(random: () => number): number {
  return 1 + Math.floor(random() * MOST_SIDE);
}

describe('The JPEG kernel at full size', () => {
  it.each([
    { seed: 1, name: '4:4:4', chromaSubsampling: '4:4:4', optimiseCoding: true, channels: 3 },
    { seed: 2, name: '4:2:0', chromaSubsampling: '4:2:0', optimiseCoding: true, channels: 3 },
    {
      seed: 3,
      name: '4:2:0 with the usual tables',
      chromaSubsampling: '4:2:0',
      optimiseCoding: false,
      channels: 3,
    },
    { seed: 4, name: 'grey', chromaSubsampling: '4:4:4', optimiseCoding: true, channels: 1 },
  ] as const)("gives sharp's samples of what sharp writes as $name", async (options) => {
    const { seed, chromaSubsampling, optimiseCoding, channels } = options;
    const random = mulberry32(seed);
    for (let i = 0; i < 60; i++) {
      const size = { width: side(random), height: side(random) };
      const quality = 1 + Math.floor(random() * 100);
      const raster = randomRaster(random, size, channels);
      const bytes = await sharp(asBytes(raster), { raw: { ...size, channels } })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .jpeg({ quality, chromaSubsampling, optimiseCoding })
        .toBuffer();
      await expectAsSharp(bytes);
    }
  });

  it.each(SAMPLINGS)("gives sharp's samples with restart markers or without, %s", async (sampling) => {
    const random = mulberry32(7 + SAMPLINGS.indexOf(sampling));
    for (let i = 0; i < 40; i++) {
      const size = { width: side(random), height: side(random) };
      const quality = 1 + Math.floor(random() * 100);
      const raster = randomRaster(random, size, random() < 0.1 ? 1 : 3);
      const restartInterval = [undefined, 1, 2, 5][i % 4];
      await expectAsSharp(
        writeJpeg(raster, { quality, sampling, ...(restartInterval !== undefined && { restartInterval }) }),
      );
    }
  });

  it.each([
    [1, 1],
    [1, 300],
    [300, 1],
    [7, 129],
    [257, 16],
    [17, 17],
  ])("gives sharp's samples at the edges of a picture of %d x %d", async (width, height) => {
    const random = mulberry32(width * 1000 + height);
    for (const sampling of SAMPLINGS) {
      await expectAsSharp(writeJpeg(randomRaster(random, { width, height }), { quality: 95, sampling }));
    }
  });
});

/**
 * By scripts/pictures/reduced_reference.py, with Pillow 9.4 and Image.draft(): the SHA-256 of the RGB bytes, at 1/1,
 * 1/2, 1/4 and 1/8.
 */
const REFERENCES: Record<string, readonly [string, string, string, string]> = {
  'jpeg-baseline-420.jpg': ['e39b890f58ac810c', '66268314b63ff0c8', 'e4762fcab73f4077', '59c2e8f72576c0ad'],
  'jpeg-444-61x47.jpg': ['f485850912661c46', 'ec90ef5bf94d3b2b', 'f9224c5cb9a35275', '9f0ba3715a116d44'],
  'jpeg-422-61x47.jpg': ['fbd1bf6b6e6a0bae', '99c866175b5396c8', '779930e1dce0c55d', '0bedda38656e4c83'],
  'jpeg-422-restarts.jpg': ['afce156a522503fe', '22bfb2d81b859092', 'd1a57203606e9778', '3674fbec5106b88d'],
  'jpeg-420-restarts-61x47.jpg': [
    '22c528aa6c661325',
    '44a3eb0042079df0',
    'edd2b1111cd6614e',
    'a687bd6196a22aa4',
  ],
  'jpeg-grey-restarts.jpg': ['6a037dc8b7a886a1', '4543367a7c779e60', '4dac0d1e1de5bf59', '9bf7ad45ae700ec3'],
  'jpeg-orientation-6.jpg': ['beafdc85eb9d5a89', 'c689b82ff8411ffc', '10fed7dc9aa5c722', 'f0f6829eee22c15e'],
  'photo-like-500x375.jpg': ['a90470a60a37bb6b', '931319ae86cb8688', '739cb0c03c9ac2a1', '771af8d0965d6641'],
};

describe('The JPEG kernel at a reduced scale', () => {
  const cases = Object.entries(REFERENCES).flatMap(([name, hashes]) =>
    hashes.map((hash, halvings) => ({ name, hash, halvings, scale: 2 ** halvings })),
  );

  it.each(cases)("gives Pillow's very bytes: $name at 1/$scale", ({ name, hash, halvings }) => {
    const bytes = name.startsWith('photo')
      ? readFileSync(new URL(`../../docs/pictures/${name}`, import.meta.url))
      : validPicture(name).bytes;
    const { data } = decodedByKernel(bytes, halvings)!;
    expect(createHash('sha256').update(data).digest('hex').slice(0, 16)).toBe(hash);
  });
});
