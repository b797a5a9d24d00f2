import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { frameHeaderAt, scanAt } from '../../scripts/pictures/jpeg-segments.js';
import { writeJpeg } from '../../scripts/pictures/jpeg-writer.js';
import { asBytes, renderScene } from '../../scripts/pictures/scene.js';
import { mulberry32 } from '../../src/model/mulberry32.js';
import { decodedByKernel, decodedBySharp, headerOf, randomRaster } from '../support/jpeg-oracle.js';
import { mutated } from '../support/mutate.js';
import { invalidPictures, validPicture } from '../support/pictures.js';

const SCALES = [0, 1, 2, 3];

/** Small, so that thousands of damaged copies are tried in seconds. */
const scene = renderScene({ width: 37, height: 29, channels: 3 });
const noise = randomRaster(mulberry32(3), { width: 19, height: 21 });
const small: { name: string; bytes: Uint8Array }[] = [
  {
    name: '4:2:0 by sharp',
    bytes: await sharp(asBytes(scene), { raw: { width: 37, height: 29, channels: 3 } })
      .jpeg({ quality: 80 })
      .toBuffer(),
  },
  { name: '4:2:0', bytes: writeJpeg(noise, { quality: 70, sampling: '4:2:0' }) },
  {
    name: '4:2:2 with restarts',
    bytes: writeJpeg(scene, { quality: 80, sampling: '4:2:2', restartInterval: 2 }),
  },
  {
    name: '4:4:4 with restarts',
    bytes: writeJpeg(scene, { quality: 60, sampling: '4:4:4', restartInterval: 3 }),
  },
  {
    name: 'grey',
    bytes: writeJpeg(renderScene({ width: 37, height: 29, channels: 1 }), { quality: 80, sampling: '4:4:4' }),
  },
];

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));
}

describe('The JPEG kernel', () => {
  it.each(['jpeg-progressive.jpg', 'jpeg-cmyk-adobe.jpg'])('leaves %s to another engine', (name) => {
    for (const halvings of SCALES)
      expect(decodedByKernel(validPicture(name).bytes, halvings)).toBeUndefined();
  });

  it.each([
    { fault: '12 bits', at: 4, value: 12 },
    // SOF2, SOF9
    { fault: 'the marker of progressive', at: 1, value: 0xc2 },
    { fault: 'the marker of arithmetic coding', at: 1, value: 0xc9 },
    { fault: 'luma sampled 4 x 1', at: 11, value: 0x41 },
    { fault: 'chroma sampled more than luma', at: 14, value: 0x22 },
    { fault: 'two components', at: 9, value: 2 },
    { fault: 'no width', at: 8, value: 0 },
    { fault: 'a quantisation table that is not there', at: 12, value: 3 },
  ])('leaves a frame header with $fault to another engine', ({ at, value }) => {
    const bytes = small[0]!.bytes;
    expect(decodedByKernel(bytes)).toBeDefined();
    const other = withByte(bytes, frameHeaderAt(bytes) + at, value);
    // Though the server would have refused some of them before.
    expect(decodedByKernel(other, 0, headerOf(bytes))).toBeUndefined();
  });

  it.each(small)('finds that $name is cut, wherever', ({ bytes }) => {
    for (const halvings of [0, 3]) {
      expect(decodedByKernel(bytes, halvings)).toBeDefined();
      for (let length = 0; length < bytes.length; length++) {
        if (decodedByKernel(bytes.subarray(0, length), halvings, headerOf(bytes))) {
          throw new Error(`took the first ${length} of ${bytes.length} bytes for a whole picture`);
        }
      }
    }
  });

  it('takes nothing that the server refuses as no JPEG or as damaged', () => {
    for (const { name, bytes } of invalidPictures) {
      for (const halvings of SCALES) {
        if (decodedByKernel(bytes, halvings)) throw new Error(`took ${name}`);
      }
    }
  });

  it.each(small)("gives sharp's samples or nothing of damaged copies of $name", async ({ name, bytes }) => {
    const random = mulberry32(name.length * 1000 + bytes.length);
    const scan = scanAt(bytes);
    const whole = decodedByKernel(bytes)!;
    let complete = 0;
    for (let i = 0; i < 1000; i++) {
      const copy = mutated(bytes, scan, random);
      // One scale after another, so that each meets what the one before has left behind.
      const results = SCALES.map((halvings) => decodedByKernel(copy, halvings));
      if (results.every((result) => !result)) continue;
      complete++;
      const reference = await decodedBySharp(copy);
      const hex = () => Buffer.from(copy).toString('hex');
      if (!reference) throw new Error(`took what sharp refuses: ${hex()}`);
      const full = results[0];
      if (full && Buffer.compare(full.data, reference.data) !== 0) throw new Error(`other samples: ${hex()}`);
    }
    // Else it has been tried with nothing but what it refuses.
    expect(complete).toBeGreaterThan(50);
    expect(complete).toBeLessThan(900);
    expect(decodedByKernel(bytes)).toEqual(whole);
  });
});
