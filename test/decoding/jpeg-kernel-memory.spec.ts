import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../src/config/app-config.js';
import { DecodingService } from '../../src/decoding/decoding.service.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { IMAGENET } from '../../src/preprocessing/preprocessing-spec.js';
import { PreprocessingService } from '../../src/preprocessing/preprocessing.service.js';
import { greyJpeg } from '../support/grey-jpeg.js';

const MEBIBYTE = 2 ** 20;

describe("The kernels' memory", () => {
  it.each([
    { name: 'a strip of 65500 x 16', width: 65_500, height: 16, most: 12 },
    { name: 'a column of 16 x 65500', width: 16, height: 65_500, most: 4 },
    { name: '20 megapixels', width: 5160, height: 3876, most: 3 },
  ])('stays below $most MiB for $name', async ({ width, height, most }) => {
    const bytes = await greyJpeg(width, height);
    const own = new Kernels();
    const decoding = new DecodingService(AppConfig.fromEnvironment({}), own);
    await decoding.onModuleInit();
    const preprocessing = new PreprocessingService(own);
    // A target as large as the picture keeps it from being reduced.
    for (const needed of [
      { width, height },
      { width: 224, height: 224 },
    ]) {
      for (let i = 0; i < 3; i++) {
        own.reset();
        const { data } = await decoding.decode(bytes, {
          sizeFor: () => needed,
          consume: (rows) => preprocessing.preprocess(rows, IMAGENET),
        });
        expect(data).toHaveLength(3 * 224 * 224);
        expect(own.run.memory.buffer.byteLength - bytes.length).toBeLessThan(most * MEBIBYTE);
      }
    }
  });
});
