import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AppConfig } from '../config/app-config.js';
import { PngEncoder } from './png-encoder.js';

describe.each(['auto', 'jimp'])('PNGs with DECODER=%s', (DECODER) => {
  it('hold the very pixels, without alpha', async () => {
    const image = {
      width: 17,
      height: 5,
      data: Uint8Array.from({ length: 17 * 5 * 3 }, (_, i) => (i * 37) & 255),
    };
    const png = await new PngEncoder(AppConfig.fromEnvironment({ DECODER })).encode(image);
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 17, height: 5, channels: 3 });
    expect((await sharp(png).metadata()).format).toBe('png');
    expect(Buffer.compare(data, image.data)).toBe(0);
  });
});
