import type { ServedModel } from '../pipeline/classifier.js';
import { outputSize, tensorShape } from '../preprocessing/preprocessing-spec.js';
import type { ModelDescription } from './model-description.dto.js';

/** What a loaded model says of itself, as GET /model answers it. */
export function describeModel({ card, labels, preprocessing: spec }: ServedModel): ModelDescription {
  return {
    ...card,
    labels: [...labels],
    input: {
      shape: tensorShape(spec.layout, outputSize(spec)!),
      data_type: spec.dataType,
      layout: spec.layout,
    },
    preprocessing: {
      resize: spec.resize,
      resample: spec.resample,
      crop: spec.crop ?? null,
      rescale_factor: spec.rescaleFactor,
      mean: [...spec.mean],
      std: [...spec.std],
    },
  };
}
