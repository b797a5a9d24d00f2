import { config, folder, model, SQUASH } from '../../../scripts/models/model-folder.js';

const CLASSES = 1000;

/**
 * A small model with the classes and the preprocessing of ImageNet, of which one class is always most likely. Which,
 * says nothing.
 */
export function imagenetFiles(): Record<string, Buffer> {
  const each = Array.from({ length: CLASSES }, (_, i) => i);
  const labels = each.map((i) => `class ${i}`);
  const weights = each.map((i): [number, number, number] => [(i % 7) / 9, (i % 5) / 9, (i % 3) / 9]);
  // The 31st is a tree frog, and the hint of one is enough.
  const biases = each.map((i) => (i === 31 ? 12 : 0));
  const files = folder({
    'config.json': config(labels),
    'preprocessor_config.json': {
      ...SQUASH,
      ...{
        size: { height: 224, width: 224 },
        image_mean: [0.485, 0.456, 0.406],
        image_std: [0.229, 0.224, 0.225],
      },
    },
    'onnx/model.onnx': model({ classes: { weights, biases }, inputDims: ['batch', 3, 224, 224] }),
  });
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      Buffer.from(content instanceof Uint8Array ? content : JSON.stringify(content)),
    ]),
  );
}
