import type { JsonFields } from './json-fields.js';

/** What a class of Transformers' image processors does where its configuration leaves it open. */
export interface ProcessorKind {
  /** What a plain number for `size` means: a square, or the length of the shorter side. */
  readonly plainSize?: 'square' | 'shortest_edge';
  readonly doCenterCrop: boolean;
}

/**
 * Processors that resize, crop, rescale and normalise in this order, each with its defaults in transformers
 * (`image_processing_*.py`). What they do where no field says so decides what pictures look like.
 */
const KINDS: Record<string, ProcessorKind> = {
  Beit: { plainSize: 'square', doCenterCrop: true },
  Bit: { plainSize: 'shortest_edge', doCenterCrop: true },
  CLIP: { plainSize: 'shortest_edge', doCenterCrop: true },
  ConvNext: { plainSize: 'shortest_edge', doCenterCrop: false },
  DeiT: { plainSize: 'square', doCenterCrop: true },
  EfficientNet: { plainSize: 'square', doCenterCrop: false },
  MobileNetV1: { plainSize: 'shortest_edge', doCenterCrop: true },
  MobileNetV2: { plainSize: 'shortest_edge', doCenterCrop: true },
  MobileViT: { plainSize: 'shortest_edge', doCenterCrop: true },
  Siglip: { plainSize: 'square', doCenterCrop: false },
  ViT: { plainSize: 'square', doCenterCrop: false },
};

/** Processors with a step of their own that no field of the configuration shows. */
const OTHERWISE = ['Donut', 'Flava', 'ImageGPT', 'Levit', 'Nougat', 'Perceiver', 'PoolFormer'];

/** Steps that are on where the configuration is silent. */
const SILENT_STEPS: Record<string, string> = {
  EfficientNet: 'include_top',
  MobileViT: 'do_flip_channel_order',
};

/** @throws ModelError for a processor that prepares pictures in a way that is not supported */
export function readProcessorKind(fields: JsonFields): ProcessorKind {
  const field =
    fields.raw('image_processor_type') === undefined ? 'feature_extractor_type' : 'image_processor_type';
  const type = fields.raw(field);
  if (type === undefined) return { doCenterCrop: false };
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
  return KINDS[name] ?? { doCenterCrop: false };
}
