import { FOUR_COLOURS, QUARTERS, SIX_COLOURS } from './colour-graph.js';
import { COLOURS, config, folder, model, SQUASH, type ModelFolder } from './model-folder.js';
import { floatBytes } from './onnx-writer.js';

const { weights, biases } = FOUR_COLOURS;

/** Models that a server should serve, under the names of their folders; test/models/README.md describes them. */
export const GOOD_MODELS: Readonly<Record<string, ModelFolder>> = {
  'colour-linear': folder(),
  nhwc: folder({ 'onnx/model.onnx': model({ inputDims: ['batch', 8, 8, 3] }) }),
  float16: folder({ 'onnx/model.onnx': model({ inputType: 'float16' }) }),
  'float16-output': folder({ 'onnx/model.onnx': model({ inputType: 'float16', outputType: 'float16' }) }),
  uint8: folder({
    'preprocessor_config.json': {
      ...SQUASH,
      do_rescale: false,
      rescale_factor: undefined,
      do_normalize: false,
      image_mean: undefined,
      image_std: undefined,
    },
    'onnx/model.onnx': model({ inputType: 'uint8' }),
  }),
  'batch-1': folder({ 'onnx/model.onnx': model({ inputDims: [1, 3, 8, 8] }) }),
  'free-size': folder({ 'onnx/model.onnx': model({ inputDims: ['batch', 3, 'height', 'width'] }) }),
  'two-outputs': folder({
    // The one called logits counts, wherever it stands.
    'onnx/model.onnx': model({ furtherOutput: 'features' }),
  }),
  probabilities: folder({
    'config.json': config(COLOURS, { function_to_apply: 'none' }),
    'onnx/model.onnx': model({ last: { op: 'Softmax', axis: 1 } }),
  }),
  'linear-probabilities': folder({
    'config.json': config(COLOURS, { function_to_apply: 'none' }),
    'onnx/model.onnx': model({ classes: QUARTERS }),
  }),
  'undeclared-probabilities': folder({ 'onnx/model.onnx': model({ last: { op: 'Softmax', axis: 1 } }) }),
  sigmoid: folder({ 'config.json': config(COLOURS, { function_to_apply: 'sigmoid' }) }),
  'label-groups': folder({
    'config.json': config(['red', 'green', 'blue', 'yellow', 'cyan', 'magenta']),
    // Magenta is in no group.
    'label_groups.json': { Warm: [0, 3], Cold: [2, 4], Leafy: [1] },
    'onnx/model.onnx': model({ classes: SIX_COLOURS }),
  }),
  'shortest-edge': folder({
    'preprocessor_config.json': {
      ...SQUASH,
      image_processor_type: 'CLIPImageProcessor',
      size: { shortest_edge: 8 },
      do_center_crop: true,
      crop_size: { height: 8, width: 8 },
    },
  }),
  'crop-pct': folder({
    // Shortest edge to int(8 / 0.5) = 16, then the 8x8 in the middle.
    'preprocessor_config.json': {
      ...SQUASH,
      image_processor_type: 'ConvNextImageProcessor',
      size: { shortest_edge: 8 },
      crop_pct: 0.5,
      do_center_crop: undefined,
    },
  }),
  'top-left-corner': folder({ 'onnx/model.onnx': model({ corner: 4 }) }),
  'external-data': folder({
    'onnx/model.onnx': model({ location: 'model.onnx_data' }),
    'onnx/model.onnx_data': floatBytes([...weights.flat(), ...biases]),
  }),
  // Its manifest.json is written last, from the other files.
  manifest: folder({ 'manifest.json': {} }),
};
