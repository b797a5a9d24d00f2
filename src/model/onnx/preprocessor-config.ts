import type { PreprocessingSpec, Resize, Size } from '../../preprocessing/preprocessing-spec.js';
import type { ResampleFilter } from '../../preprocessing/resample-filter.js';
import { isObject, type JsonFields } from './json-fields.js';
import { readProcessorKind, type ProcessorKind } from './processor-kind.js';

/** What preprocessor_config.json decides; layout and type of the tensor are the graph's. */
export type PreprocessorConfig = Omit<PreprocessingSpec, 'layout' | 'dataType'>;

/** Pillow's codes of `Image.Resampling`. */
const RESAMPLE_CODES: Record<number, ResampleFilter> = {
  0: 'nearest',
  1: 'lanczos',
  2: 'bilinear',
  3: 'bicubic',
};

/** Fields that change nothing here: names of classes, and what is done to every picture anyway. */
const HARMLESS = new Set([
  'crop_size',
  'data_format',
  'device',
  'disable_grouping',
  'do_convert_rgb',
  'feature_extractor_type',
  'image_processor_type',
  'image_seq_length',
  'input_data_format',
  'processor_class',
  'return_tensors',
  'size_divisor',
]);
const UNDERSTOOD = new Set([
  'crop_pct',
  'do_center_crop',
  'do_normalize',
  'do_rescale',
  'do_resize',
  'image_mean',
  'image_std',
  'resample',
  'rescale_factor',
  'size',
]);

/** ConvNeXT's processor crops only below this size (transformers, image_processing_convnext.py). */
const CROP_PCT_LIMIT = 384;

/**
 * What a preprocessor_config.json of Transformers' image processors means.
 * @throws ModelError naming the field that cannot be honoured: pictures are never prepared otherwise than in training
 */
export function readPreprocessorConfig(fields: JsonFields): PreprocessorConfig {
  const kind = readProcessorKind(fields);
  refuseUnknown(fields);
  if (!fields.boolean('do_resize', true)) {
    throw fields.wrong('do_resize', 'true, as pictures come in all sizes and a model takes one');
  }
  const doRescale = fields.boolean('do_rescale', true);
  const doNormalize = fields.boolean('do_normalize', true);
  return {
    ...readGeometry(fields, kind),
    resample: readResample(fields, kind),
    rescaleFactor: doRescale ? fields.positive('rescale_factor', 1 / 255) : 1,
    mean: doNormalize ? fields.triple('image_mean', () => true, 'numbers') : [0, 0, 0],
    std: doNormalize ? fields.triple('image_std', (value) => value > 0, 'numbers greater than 0') : [1, 1, 1],
  };
}

/** Any other field that is set might change the pixels: channel order, padding, a second normalisation. */
function refuseUnknown(fields: JsonFields): void {
  for (const name of fields.names) {
    const isOff = [undefined, false, null].includes(fields.raw(name) as never);
    if (isOff || name.startsWith('_') || HARMLESS.has(name) || UNDERSTOOD.has(name)) continue;
    throw fields.wrong(name, 'no such field, or false, as what it asks for is not supported');
  }
}

function readResample(fields: JsonFields, kind: ProcessorKind | undefined): ResampleFilter {
  const code = fields.raw('resample');
  if (code === undefined && kind) return kind.resample;
  const filter = typeof code === 'number' ? RESAMPLE_CODES[code] : undefined;
  if (!filter) throw fields.wrong('resample', '0 (nearest), 1 (lanczos), 2 (bilinear) or 3 (bicubic)');
  return filter;
}

function readGeometry(
  fields: JsonFields,
  kind: ProcessorKind | undefined,
): Pick<PreprocessorConfig, 'resize' | 'crop'> {
  const resize = readSize(fields, kind);
  if (fields.raw('crop_pct') !== undefined) return readCropPct(fields, resize);
  if (fields.boolean('do_center_crop', kind?.doCenterCrop)) return { resize, crop: readCropSize(fields) };
  if (resize.mode === 'shortest_edge') {
    throw fields.wrong(
      'do_center_crop',
      'true where size has a shortest_edge, as a model takes pictures of one size',
    );
  }
  return { resize };
}

function readSize(fields: JsonFields, kind: ProcessorKind | undefined): Resize {
  if (typeof fields.raw('size') === 'number') {
    if (!kind) {
      throw fields.wrong(
        'size',
        'an object, as what a number means depends on an image_processor_type that is known',
      );
    }
    const length = fields.pixels('size');
    return kind.plainSize === 'square'
      ? { mode: 'squash', width: length, height: length }
      : { mode: 'shortest_edge', length };
  }
  if (!isObject(fields.raw('size')))
    throw fields.wrong('size', 'an object with height and width, or shortest_edge');
  const size = fields.nested('size');
  const others = size.names.filter((name) => !['height', 'width', 'shortest_edge'].includes(name));
  if (others.length > 0)
    throw size.wrong(others[0]!, 'no such field beside height and width, or shortest_edge');
  if (size.raw('shortest_edge') !== undefined) {
    return { mode: 'shortest_edge', length: size.pixels('shortest_edge') };
  }
  return { mode: 'squash', width: size.pixels('width'), height: size.pixels('height') };
}

function readCropSize(fields: JsonFields): Size {
  if (typeof fields.raw('crop_size') === 'number') {
    const length = fields.pixels('crop_size');
    return { width: length, height: length };
  }
  const crop = fields.nested('crop_size');
  return { width: crop.pixels('width'), height: crop.pixels('height') };
}

/** ConvNeXT: below 384 pixels the shorter side becomes size / crop_pct and the middle is cut; else all is squashed. */
function readCropPct(fields: JsonFields, resize: Resize): Pick<PreprocessorConfig, 'resize' | 'crop'> {
  const pct = fields.positive('crop_pct');
  if (pct > 1) throw fields.wrong('crop_pct', 'a number greater than 0 and up to 1');
  const length = resize.mode === 'shortest_edge' ? resize.length : resize.width;
  if (resize.mode === 'squash' && resize.width !== resize.height) {
    throw fields.wrong('size', 'a shortest_edge or a square where there is a crop_pct');
  }
  const square = { width: length, height: length };
  if (length >= CROP_PCT_LIMIT) return { resize: { mode: 'squash', ...square } };
  return { resize: { mode: 'shortest_edge', length: Math.trunc(length / pct) }, crop: square };
}
