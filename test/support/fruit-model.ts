import type { ServedModel } from '../../src/pipeline/classifier.js';
import { IMAGENET, type PreprocessingSpec } from '../../src/preprocessing/preprocessing-spec.js';
import { readInferenceRequest } from '../../src/open-inference/inference-request.js';

const SMALL: PreprocessingSpec = { ...IMAGENET, resize: { mode: 'squash', width: 2, height: 1 } };

export function modelWith(preprocessing: Partial<PreprocessingSpec> = {}, output = 'logits'): ServedModel {
  const classNames = ['apple', 'pickle', 'plum'];
  return {
    card: { name: 'fruit', version: '1', kind: 'onnx', description: '' },
    labels: ['fruit', 'vegetable'],
    preprocessing: { ...SMALL, ...preprocessing },
    graph: { input: 'pixel_values', output, classNames, activation: 'softmax' },
  };
}

export const TENSOR = {
  name: 'pixel_values',
  shape: [1, 3, 1, 2],
  datatype: 'FP32',
  data: [1, 2, 3, 4, 5, 6],
};
export const PICTURE = { name: 'any', shape: [1], datatype: 'BYTES', data: ['abcd'] };
export const BINARY = {
  name: 'pixel_values',
  shape: [1, 3, 1, 2],
  datatype: 'FP32',
  parameters: { binary_data_size: 24 },
};

export function read(request: unknown, binary?: Buffer, model = modelWith(), most = 4) {
  return readInferenceRequest({ json: Buffer.from(JSON.stringify(request)), binary }, model, most);
}
