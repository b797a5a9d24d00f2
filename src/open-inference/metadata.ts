import type { ModelCard } from '../model/model.provider.js';
import type { ServedModel } from '../pipeline/classifier.js';
import type { ModelMetadata, ServerMetadata } from './metadata.dto.js';
import { inputOf, outputsOf } from './signature.js';

/** What the server says of itself. @param version of the package */
export function serverMetadata(version: string): ServerMetadata {
  return { name: 'tetrapod', version, extensions: ['binary_tensor_data', 'classification'] };
}

/** What a model says of itself. */
export function modelMetadata(model: ServedModel): ModelMetadata {
  const { name, version } = model.card;
  return {
    name,
    versions: [version],
    platform: platformOf(model.card),
    inputs: [inputOf(model)].map(({ name, datatype, shape }) => ({ name, datatype, shape: [...shape] })),
    outputs: outputsOf(model).map(({ name, datatype, shape }) => ({ name, datatype, shape: [...shape] })),
  };
}

/** "project_format", with the name that the protocol has for ONNX. */
function platformOf({ kind }: ModelCard): string {
  return kind === 'onnx' ? 'onnx_onnxv1' : `tetrapod_${kind}`;
}
