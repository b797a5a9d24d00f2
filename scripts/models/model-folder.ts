import { createHash } from 'node:crypto';
import { colourGraph, type GraphOptions } from './colour-graph.js';
import { onnxModel } from './onnx-writer.js';

/** Path within the folder -> bytes, text as it is, or something to write as JSON. */
export type ModelFolder = Readonly<Record<string, Uint8Array | string | object>>;

export const COLOURS = ['reddish', 'greenish', 'bluish', 'greyish'];

/** Squashes to 8x8 and maps 0..255 to -1..1, as a Hugging Face image processor writes it down. */
export const SQUASH = {
  image_processor_type: 'ViTImageProcessor',
  do_resize: true,
  size: { height: 8, width: 8 },
  resample: 3,
  do_center_crop: false,
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};

/** config.json for these labels, with whatever else it shall say. */
export function config(labels: readonly string[] = COLOURS, more: object = {}): object {
  return {
    architectures: ['ColourLinearForImageClassification'],
    model_type: 'colour_linear',
    num_channels: 3,
    id2label: Object.fromEntries(labels.map((label, i) => [String(i), label])),
    ...more,
  };
}

export function model(options: GraphOptions = {}): Uint8Array {
  return onnxModel(colourGraph(options));
}

/** The plain model, some files of it replaced or added. */
export function folder(changes: ModelFolder = {}): ModelFolder {
  return {
    'config.json': config(),
    'preprocessor_config.json': SQUASH,
    'onnx/model.onnx': model(),
    ...changes,
  };
}

/** The folder without one of its files. */
export function without(path: string, from: ModelFolder = folder()): ModelFolder {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== path));
}

/** manifest.json for files as they will be on disk. */
export function manifestOf(files: ReadonlyMap<string, Uint8Array>): object {
  const entries = [...files].map(([path, bytes]) => {
    return [path, { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }];
  });
  return { files: Object.fromEntries(entries) as object };
}
