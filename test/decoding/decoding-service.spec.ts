import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import type { AppError } from '../../src/errors.js';
import { validPictures } from '../support/pictures.js';
import { invalid, service, WHOLE } from '../support/decoded-pictures.js';

describe('The DecodingService', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

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

  it('falls back on jimp with a warning where sharp does not load, if DECODER=auto', async () => {
    jest.spyOn(SharpEngine, 'load').mockRejectedValue(new Error('no binary for this platform'));
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const decoding = service({ DECODER: 'auto' });
    await decoding.onModuleInit();
    expect(decoding.engineNames).toEqual(['jpeg', 'bmp', 'jimp']);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('no binary for this platform'));
  });

  it('does not start where sharp does not load, if DECODER=sharp', async () => {
    jest.spyOn(SharpEngine, 'load').mockRejectedValue(new Error('no binary for this platform'));
    const decoding = service({ DECODER: 'sharp' });
    await expect(decoding.onModuleInit()).rejects.toThrow(/DECODER=sharp.*use DECODER=auto or jimp/);
  });
});
