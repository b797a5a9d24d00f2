import { describe, expect, it } from '@jest/globals';
import { JsonFields } from './json-fields.js';
import { readPreprocessorConfig } from './preprocessor-config.js';

const MEAN_AND_STD = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };
const read = (fields: object) =>
  readPreprocessorConfig(
    new JsonFields('preprocessor_config.json', {
      image_processor_type: 'ViTImageProcessor',
      size: 224,
      ...MEAN_AND_STD,
      ...fields,
    }),
  );

describe('readPreprocessorConfig', () => {
  it("takes a plain size for a square, and Transformers' defaults for the rest", () => {
    expect(read({})).toEqual({
      resize: { mode: 'squash', width: 224, height: 224 },
      resample: 'bilinear',
      rescaleFactor: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
  });

  it.each([
    [{ size: { height: 10, width: 20 } }, { resize: { mode: 'squash', width: 20, height: 10 } }],
    [
      { size: { shortest_edge: 256 }, do_center_crop: true, crop_size: { height: 224, width: 192 } },
      { resize: { mode: 'shortest_edge', length: 256 }, crop: { width: 192, height: 224 } },
    ],
    [
      { size: { shortest_edge: 256 }, do_center_crop: true, crop_size: 224 },
      { resize: { mode: 'shortest_edge', length: 256 }, crop: { width: 224, height: 224 } },
    ],
    // As published for ResNet-50: 224 / 0.875 = 256.
    [
      { size: { shortest_edge: 224 }, crop_pct: 0.875, feature_extractor_type: 'ConvNextFeatureExtractor' },
      { resize: { mode: 'shortest_edge', length: 256 }, crop: { width: 224, height: 224 } },
    ],
    [
      { size: 224, crop_pct: 0.9 },
      { resize: { mode: 'shortest_edge', length: 248 }, crop: { width: 224, height: 224 } },
    ],
    [
      { size: { shortest_edge: 384 }, crop_pct: 0.95 },
      { resize: { mode: 'squash', width: 384, height: 384 } },
    ],
    [{ image_processor_type: 'CLIPImageProcessor', crop_size: 224 }, { resample: 'bicubic' }],
    [{ resample: 0 }, { resample: 'nearest' }],
    [{ resample: 1 }, { resample: 'lanczos' }],
    [{ resample: 2 }, { resample: 'bilinear' }],
    [{ do_rescale: false }, { rescaleFactor: 1 }],
    [{ rescale_factor: 0.5 }, { rescaleFactor: 0.5 }],
    [
      { do_normalize: false, image_mean: undefined },
      { mean: [0, 0, 0], std: [1, 1, 1] },
    ],
    [
      { do_flip_channel_order: false, do_pad: null, _valid_processor_keys: ['images'] },
      { resample: 'bilinear' },
    ],
  ])('understands %j', (fields, expected) => {
    expect(read(fields)).toMatchObject(expected);
  });

  it.each([
    [{ image_processor_type: undefined }, 'size'],
    [{ image_processor_type: undefined, size: { height: 9, width: 9 }, do_center_crop: false }, 'resample'],
    [{ image_processor_type: 'FooProcessor', size: { height: 9, width: 9 }, resample: 3 }, 'do_center_crop'],
    [{ image_processor_type: 'MyImageProcessor' }, 'size'],
    [{ image_processor_type: 'LevitImageProcessor' }, 'image_processor_type'],
    [
      { image_processor_type: undefined, feature_extractor_type: 'PoolFormerFeatureExtractor' },
      'feature_extractor_type',
    ],
    [{ image_processor_type: 'MobileViTImageProcessorFast' }, 'do_flip_channel_order'],
    [{ image_processor_type: 'EfficientNetImageProcessor' }, 'include_top'],
    [{ do_flip_channel_order: true }, 'do_flip_channel_order'],
    [{ do_pad: true }, 'do_pad'],
    [{ include_top: true }, 'include_top'],
    [{ do_resize: false }, 'do_resize'],
    [{ do_resize: 'yes' }, 'do_resize'],
    [{ resample: 4 }, 'resample'],
    [{ resample: 'bicubic' }, 'resample'],
    [{ size: undefined }, 'size'],
    [{ size: 0 }, 'size'],
    [{ size: { height: 10 } }, 'size.width'],
    [{ size: { longest_edge: 10 } }, 'size.longest_edge'],
    [{ size: { shortest_edge: 10, longest_edge: 20 } }, 'size.longest_edge'],
    [{ size: { shortest_edge: 10 } }, 'do_center_crop'],
    [{ do_center_crop: true }, 'crop_size'],
    [{ do_center_crop: true, crop_size: { width: 5 } }, 'crop_size.height'],
    [{ crop_pct: 1.1 }, 'crop_pct'],
    [{ crop_pct: 0.9, size: { height: 10, width: 20 } }, 'size'],
    [{ image_mean: [0.5, 0.5] }, 'image_mean'],
    [{ image_std: [0.5, 0, 0.5] }, 'image_std'],
    [{ rescale_factor: -1 }, 'rescale_factor'],
  ])('refuses %j and names the field', (fields, name) => {
    expect(() => read(fields)).toThrow(`preprocessor_config.json: ${name}: expected `);
  });
});
