import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { drawPictures } from './draw-pictures.js';
import type { DrawnSize } from './drawn-sizes.js';

describe('drawPictures', () => {
  it.each<{ size: DrawnSize; kilobytes: number }>([
    { size: '224x224', kilobytes: 15 },
    { size: '500x375', kilobytes: 100 },
    { size: '1920x1080', kilobytes: 600 },
  ])('draws $size with as many bytes as a photo, about $kilobytes kB', async ({ size, kilobytes }) => {
    const [picture] = await drawPictures(size, 1);
    const { format, width, height, chromaSubsampling } = await sharp(picture!.bytes).metadata();
    expect({ format, size: `${width}x${height}`, chromaSubsampling }).toEqual({
      format: 'jpeg',
      size,
      chromaSubsampling: '4:2:0',
    });
    expect(picture!.bytes.length / 1000).toBeGreaterThan(kilobytes * 0.8);
    expect(picture!.bytes.length / 1000).toBeLessThan(kilobytes * 1.2);
  });

  it('draws the same pictures every time, each another', async () => {
    const [first, again] = [await drawPictures('224x224', 3), await drawPictures('224x224', 3)];
    expect(again).toEqual(first);
    expect(new Set(first.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).size).toBe(3);
    expect(first.map(({ name }) => name)).toEqual(['224x224-1.jpg', '224x224-2.jpg', '224x224-3.jpg']);
  });
});
