import type { BrokenModel } from './broken-models.js';
import { FOUR_COLOURS, type GraphOptions } from './colour-graph.js';
import { folder, model, without } from './model-folder.js';
import { floatBytes } from './onnx-writer.js';

const WEIGHTS = floatBytes([...FOUR_COLOURS.weights.flat(), ...FOUR_COLOURS.biases]);

function graph(options: GraphOptions, error: string): BrokenModel {
  return { files: folder({ 'onnx/model.onnx': model(options) }), error: `onnx/model\\.onnx.*${error}` };
}

/** Weights at a place that the model must not be able to name, though a file may well be there. */
function externalData(location: string, file?: { path: string; bytes: Uint8Array }): BrokenModel {
  return {
    files: folder({
      'onnx/model.onnx': model({ location }),
      ...(file && { [file.path]: file.bytes }),
    }),
    error: 'onnx/model\\.onnx',
  };
}

/** Whatever is wrong with the ONNX file or with the tensors that it declares. */
export const brokenGraphs: Readonly<Record<string, BrokenModel>> = {
  'onnx-missing': { files: without('onnx/model.onnx'), error: 'onnx/model\\.onnx' },
  'onnx-empty': { files: folder({ 'onnx/model.onnx': '' }), error: 'onnx/model\\.onnx' },
  'onnx-is-text': {
    // What a checkout without Git LFS leaves behind.
    files: folder({
      'onnx/model.onnx':
        'version https://git-lfs.github.com/spec/v1\n' + `oid sha256:${'0'.repeat(64)}\n` + 'size 3566832\n',
    }),
    error: 'onnx/model\\.onnx',
  },
  'onnx-truncated': {
    files: folder({ 'onnx/model.onnx': model().subarray(0, 200) }),
    error: 'onnx/model\\.onnx',
  },
  'input-rank-3': graph({ inputDims: [3, 8, 8], outputDims: [1, 4] }, 'input'),
  'input-two': graph(
    { furtherInput: { name: 'pixel_mask', type: 'int64', dims: ['batch', 8, 8] } },
    'inputs?.*pixel_mask',
  ),
  'input-one-channel': graph({ inputDims: ['batch', 1, 8, 8] }, 'input'),
  'input-int64': graph({ inputType: 'int64' }, 'int64'),
  'input-16x16': graph({ inputDims: ['batch', 3, 16, 16] }, '16'),
  'input-batch-4': graph({ inputDims: [4, 3, 8, 8] }, 'input'),
  'output-two-without-logits': graph({ outputName: 'scores', furtherOutput: 'features' }, 'outputs?.*logits'),
  'output-rank-3': graph({ outputDims: ['batch', 1, 4] }, 'output|logits'),
  'output-nan': graph({ classes: { ...FOUR_COLOURS, biases: [0, NaN, 0, 4] } }, '(NaN|finite|number)'),
  'external-data-missing': externalData('model.onnx_data'),
  'external-data-short': externalData('model.onnx_data', {
    path: 'onnx/model.onnx_data',
    bytes: WEIGHTS.subarray(0, 32),
  }),
  // Within the model's folder, but not within the one of the ONNX file.
  'external-data-parent': externalData('../outside.bin', { path: 'outside.bin', bytes: WEIGHTS }),
  // test/models/broken/outside.bin, which is there.
  'external-data-outside': externalData('../../outside.bin', { path: '../outside.bin', bytes: WEIGHTS }),
  'external-data-absolute': externalData('/etc/passwd'),
};
