import type { BrokenModel } from './broken-models.js';
import { folder, model, SQUASH, without } from './model-folder.js';

const FILE = 'preprocessor_config\\.json';

/** The squashing preprocessing with other values; `undefined` leaves a field out. */
function changed(changes: object, error: string): BrokenModel {
  return { files: folder({ 'preprocessor_config.json': { ...SQUASH, ...changes } }), error };
}

/** Whatever preprocessing the server does not do, or that makes no sense. */
export const brokenPreprocessing: Readonly<Record<string, BrokenModel>> = {
  'preprocessor-missing': { files: without('preprocessor_config.json'), error: FILE },
  'preprocessor-not-json': {
    // A comment, which JSON does not know.
    files: folder({ 'preprocessor_config.json': '{\n  // Bicubic.\n  "resample": 3\n}\n' }),
    error: `${FILE}.*JSON`,
  },
  'resample-unknown': changed({ resample: 9 }, `${FILE}.*resample`),
  'flip-channel-order': changed({ do_flip_channel_order: true }, `${FILE}.*do_flip_channel_order`),
  'unknown-step': changed({ do_solarize: true }, `${FILE}.*do_solarize`),
  'do-resize-false': changed({ do_resize: false }, `${FILE}.*do_resize`),
  'shortest-edge-without-crop': changed({ size: { shortest_edge: 8 } }, `${FILE}.*(shortest_edge|crop)`),
  'size-missing': changed({ size: undefined }, `${FILE}.*size`),
  'size-zero': changed({ size: { height: 0, width: 8 } }, `${FILE}.*size`),
  'mean-of-two': changed({ image_mean: [0.5, 0.5] }, `${FILE}.*image_mean`),
  'std-zero': changed({ image_std: [0.5, 0, 0.5] }, `${FILE}.*image_std`),
  'rescale-factor-zero': changed({ rescale_factor: 0 }, `${FILE}.*rescale_factor`),
  // The graph takes bytes, so nothing but bytes can be fed.
  'uint8-but-normalised': {
    files: folder({ 'onnx/model.onnx': model({ inputType: 'uint8' }) }),
    error: '(uint8|do_rescale|do_normalize)',
  },
};
