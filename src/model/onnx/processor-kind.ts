import type { ResampleFilter } from '../../preprocessing/resample-filter.js';
import type { JsonFields } from './json-fields.js';

/** What a class of Transformers' image processors does where its configuration leaves it open. */
export interface ProcessorKind {
  /** What a plain number for `size` means: a square, or the length of the shorter side. */
  readonly plainSize: 'square' | 'shortest_edge';
  readonly resample: ResampleFilter;
  readonly doCenterCrop: boolean;
}

/**
 * Processors that resize, crop, rescale and normalise in this order, each with its defaults in transformers
 * (`image_processing_*.py`). What they do where no field says so decides what pictures look like.
 */
const KINDS: Record<string, ProcessorKind> = {
  Beit: { plainSize: 'square', resample: 'bicubic', doCenterCrop: true },
  Bit: { plainSize: 'shortest_edge', resample: 'bicubic', doCenterCrop: true },
  CLIP: { plainSize: 'shortest_edge', resample: 'bicubic', doCenterCrop: true },
  ConvNext: { plainSize: 'shortest_edge', resample: 'bilinear', doCenterCrop: false },
  DeiT: { plainSize: 'square', resample: 'bicubic', doCenterCrop: true },
  EfficientNet: { plainSize: 'square', resample: 'nearest', doCenterCrop: false },
  MobileNetV1: { plainSize: 'shortest_edge', resample: 'bilinear', doCenterCrop: true },
  MobileNetV2: { plainSize: 'shortest_edge', resample: 'bilinear', doCenterCrop: true },
  MobileViT: { plainSize: 'shortest_edge', resample: 'bilinear', doCenterCrop: true },
  Siglip: { plainSize: 'square', resample: 'bicubic', doCenterCrop: false },
  ViT: { plainSize: 'square', resample: 'bilinear', doCenterCrop: false },
};

/** Processors with a step of their own that no field of the configuration shows. */
const OTHERWISE = ['Donut', 'Flava', 'ImageGPT', 'Levit', 'Nougat', 'Perceiver', 'PoolFormer'];

/** Steps that are on where the configuration is silent. */
const SILENT_STEPS: Record<string, string> = {
  EfficientNet: 'include_top',
  MobileViT: 'do_flip_channel_order',
};

/**
 * @returns undefined where no processor is named, or one that is not known: then every field has to say what it means
 * @throws ModelError for a processor that prepares pictures in a way that is not supported
 */
export function readProcessorKind(fields: JsonFields): ProcessorKind | undefined {
  const field =
    fields.raw('image_processor_type') === undefined ? 'feature_extractor_type' : 'image_processor_type';
  const type = fields.raw(field);
  if (type === undefined) return undefined;
  const name = typeof type === 'string' ? type.replace(/(ImageProcessor|FeatureExtractor)(Fast)?$/, '') : '';
  if (OTHERWISE.includes(name)) {
    throw fields.wrong(field, `a processor that resizes, crops and normalises, such as ViTImageProcessor`);
  }
  const silentStep = SILENT_STEPS[name];
  if (silentStep !== undefined && fields.raw(silentStep) !== false) {
    throw fields.wrong(
      silentStep,
      `false, as ${name} does this step where nothing is said and it is not supported`,
    );
  }
  return KINDS[name];
}
