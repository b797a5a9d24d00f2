/** How a picture becomes the tensor that a model was trained on. */
export interface PreprocessingSpec {
  /** The picture is squashed to this size in pixels, without a crop. */
  readonly size: { readonly width: number; readonly height: number };
  /** Of each channel (R, G, B), on the scale from 0 to 1. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** What ImageNet classifiers are usually trained on. */
export const IMAGENET: PreprocessingSpec = {
  size: { width: 224, height: 224 },
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};
