import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { RgbImage } from '../../src/decoding/rgb-image.js';
import type { ResampleFilter } from '../../src/preprocessing/resample-filter.js';
import { resize } from '../support/resize.js';

/** Of the bytes that Pillow 9.4 gives for docs/pictures/photo-like-500x375.jpg; sharp decodes it bit for bit alike. */
const REFERENCES: { filter: ResampleFilter; width: number; height: number; sha256: string }[] = [
  { filter: 'nearest', width: 224, height: 224, sha256: '7a0cc3d2e0e2d912' },
  { filter: 'nearest', width: 15, height: 9, sha256: '4f34d4074b1b73bd' },
  { filter: 'nearest', width: 101, height: 33, sha256: '34aa4c8905803b8e' },
  { filter: 'lanczos', width: 224, height: 224, sha256: 'e804eeb9386aa4e9' },
  { filter: 'lanczos', width: 15, height: 9, sha256: 'f17829bb4d27579b' },
  { filter: 'lanczos', width: 101, height: 33, sha256: '02394db5ee3406bd' },
  { filter: 'bilinear', width: 224, height: 224, sha256: 'cebb1ff4338e4def' },
  { filter: 'bilinear', width: 15, height: 9, sha256: '87f64fe86c4a4df6' },
  { filter: 'bilinear', width: 101, height: 33, sha256: 'ac379e2df893f6f5' },
  { filter: 'bicubic', width: 224, height: 224, sha256: '4d148f8568ba2dfb' },
  { filter: 'bicubic', width: 15, height: 9, sha256: 'c6c27386975145a5' },
  { filter: 'bicubic', width: 101, height: 33, sha256: 'a8ed0b6dfed131d3' },
];

describe('resize', () => {
  let photo: RgbImage;
  beforeAll(async () => {
    const file = readFileSync(new URL('../../docs/pictures/photo-like-500x375.jpg', import.meta.url));
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    photo = { width: info.width, height: info.height, data };
  });

  it.each(REFERENCES)(
    "gives Pillow's very bytes: $filter to $width x $height",
    ({ filter, width, height, sha256 }) => {
      const { data } = resize(photo, { width, height }, filter);
      expect(data).toHaveLength(width * height * 3);
      expect(createHash('sha256').update(data).digest('hex').slice(0, 16)).toBe(sha256);
    },
  );
});
