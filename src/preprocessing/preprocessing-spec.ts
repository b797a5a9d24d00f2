import type { ResampleFilter } from './resample-filter.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a picture is resized: to a size whatever its proportions, or so that its shorter side has a length. */
export type Resize =
  ({ readonly mode: 'squash' } & Size) | { readonly mode: 'shortest_edge'; readonly length: number };

/** NCHW: batch, channel, row, column. NHWC: batch, row, column, channel. */
export const LAYOUTS = ['NCHW', 'NHWC'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Types of the elements of a tensor. */
export const DATA_TYPES = ['float32', 'float16', 'uint8'] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** How a picture becomes the tensor that a model was trained on. */
export interface PreprocessingSpec {
  readonly resize: Resize;
  readonly resample: ResampleFilter;
  /** Cut out of the middle after the resize; what lies beyond the picture is black. */
  readonly crop?: Size;
  /** Samples from 0 to 255 are multiplied by this first. */
  readonly rescaleFactor: number;
  /** Of each channel (R, G, B), after the rescaling. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly layout: Layout;
  readonly dataType: DataType;
}

/** The shape of the tensor of one picture. */
export function tensorShape(layout: Layout, { width, height }: Size): [number, number, number, number] {
  return layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
}

/** What ImageNet classifiers are usually trained on. */
export const IMAGENET: PreprocessingSpec = {
  resize: { mode: 'squash', width: 224, height: 224 },
  resample: 'bicubic',
  rescaleFactor: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  layout: 'NCHW',
  dataType: 'float32',
};

/**
 * Prepares a picture as far as normalisation and no farther: its tensor holds the 8-bit samples that the model sees, as rows
 * of R, G, B.
 */
export function pixelSpec(spec: PreprocessingSpec): PreprocessingSpec {
  return { ...spec, rescaleFactor: 1, mean: [0, 0, 0], std: [1, 1, 1], layout: 'NHWC', dataType: 'uint8' };
}

/** Whether samples stay what they are, whole numbers from 0 to 255: they alone can stand in a uint8 tensor. */
export function hasPlainSamples({ rescaleFactor, mean, std }: PreprocessingSpec): boolean {
  return rescaleFactor === 1 && mean.every((x) => x === 0) && std.every((x) => x === 1);
}

/**
 * The size in pixels of what the model sees.
 * @returns undefined where it depends on the picture, which no model of fixed input can take
 */
export function outputSize({ resize, crop }: PreprocessingSpec): Size | undefined {
  if (crop) return crop;
  return resize.mode === 'squash' ? resize : undefined;
}
