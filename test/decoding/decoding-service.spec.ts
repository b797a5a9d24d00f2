import { describe, expect, it } from '@jest/globals';
import type { AppError } from '../../src/errors.js';
import { validPictures } from '../support/pictures.js';
import { invalid, service, WHOLE } from '../support/decoded-pictures.js';

describe('The DecodingService', () => {
  it('says of a damaged picture what was expected, and keeps the cause for the log', async () => {
    const decoding = service({});
    await decoding.onModuleInit();
    const { bytes } = invalid.find(({ name }) => name === 'bad-deflate.png')!;
    const error = await decoding.decode(bytes, WHOLE).then(
      () => undefined,
      (failure: unknown) => failure as AppError,
    );
    expect(error?.message).toMatch(/^expected a whole PNG picture of \d+x\d+ pixels, received \d+ bytes/);
    expect(error?.cause).toBeDefined();
  });

  it('takes MAX_IMAGE_PIXELS to the pixel', async () => {
    const picture = validPictures.find(({ name }) => name === 'png-rgb-8bit.png')!;
    const pixels = picture.width * picture.height;
    const refusing = service({ MAX_IMAGE_PIXELS: String(pixels - 1) });
    const accepting = service({ MAX_IMAGE_PIXELS: String(pixels) });
    await Promise.all([refusing.onModuleInit(), accepting.onModuleInit()]);
    await expect(refusing.decode(picture.bytes, WHOLE)).rejects.toMatchObject({ code: 'image_too_large' });
    await expect(accepting.decode(picture.bytes, WHOLE)).resolves.toMatchObject({ width: picture.width });
  });
});
