import { createHash } from 'node:crypto';
import type { BrokenModel } from './broken-models.js';
import { COLOURS, config, folder, model, without, type ModelFolder } from './model-folder.js';

/** Not preprocessor_config.json, whose name ends in the same way. */
const CONFIG = '(^|[^_])config\\.json';

function id2label(names: unknown, error = `${CONFIG}.*id2label`): BrokenModel {
  return { files: folder({ 'config.json': config(COLOURS, { id2label: names }) }), error };
}

function groups(labelGroups: object, error: string): BrokenModel {
  return {
    files: folder({ 'label_groups.json': labelGroups }),
    error: `label_groups\\.json.*${error}`,
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function manifest(entries: object, error: string, files: ModelFolder = folder()): BrokenModel {
  return { files: { ...files, 'manifest.json': { files: entries } }, error };
}

/** Whatever is wrong with the labels, the function to apply, the groups or the manifest. */
export const brokenConfigs: Readonly<Record<string, BrokenModel>> = {
  'config-missing': { files: without('config.json'), error: CONFIG },
  'config-not-json': {
    // A comment, which JSON does not know.
    files: folder({
      'config.json': '{\n  // Labels of the four colours.\n  "id2label": { "0": "reddish" }\n}\n',
    }),
    error: `${CONFIG}.*JSON`,
  },
  'config-is-array': { files: folder({ 'config.json': [] }), error: CONFIG },
  'id2label-missing': id2label(undefined),
  'id2label-is-array': id2label(COLOURS),
  'id2label-hole': id2label({ 0: 'reddish', 1: 'greenish', 3: 'greyish', 4: 'bluish' }),
  'id2label-empty-name': id2label({ 0: 'reddish', 1: '', 2: 'bluish', 3: 'greyish' }),
  'id2label-not-text': id2label({ 0: 'reddish', 1: 1, 2: 'bluish', 3: 'greyish' }),
  'id2label-too-few': id2label({ 0: 'reddish', 1: 'greenish', 2: 'bluish' }, 'id2label'),
  'id2label-too-many': id2label(
    { 0: 'reddish', 1: 'greenish', 2: 'bluish', 3: 'greyish', 4: 'yellowish' },
    'id2label',
  ),
  'function-tanh': {
    files: folder({ 'config.json': config(COLOURS, { function_to_apply: 'tanh' }) }),
    error: `${CONFIG}.*function_to_apply`,
  },
  'function-none-but-logits': {
    // Its logits for grey are 0, 0, 0 and 4.
    files: folder({
      'config.json': config(COLOURS, { function_to_apply: 'none' }),
      'onnx/model.onnx': model(),
    }),
    error: 'function_to_apply',
  },
  'group-index-out-of-range': groups({ Colour: [0, 1, 2], Grey: [4] }, 'Grey'),
  'group-index-not-whole': groups({ Colour: [0, 1, 2], Grey: [2.5] }, 'Grey'),
  'group-not-array': groups({ Colour: [0, 1, 2], Grey: 3 }, 'Grey'),
  'group-is-empty': groups({ Colour: [0, 1, 2], Grey: [] }, 'Grey'),
  'group-repeats-a-class': groups({ Colour: [0, 1, 2], Grey: [3, 3] }, 'Grey'),
  'groups-none': groups({}, ''),
  'manifest-wrong-sha256': manifest(
    { 'onnx/model.onnx': { sha256: '0'.repeat(64), bytes: model().length } },
    '(?=.*onnx/model\\.onnx).*sha-?256',
  ),
  'manifest-wrong-size': manifest(
    { 'onnx/model.onnx': { sha256: sha256(model()), bytes: 1 } },
    '(?=.*onnx/model\\.onnx).*bytes',
  ),
  'manifest-file-missing': manifest(
    { 'onnx/model.onnx_data': { sha256: '0'.repeat(64), bytes: 64 } },
    'onnx/model\\.onnx_data',
  ),
  'manifest-names-outside': manifest(
    { '../expected.json': { sha256: '0'.repeat(64), bytes: 1 } },
    'manifest\\.json',
  ),
};
