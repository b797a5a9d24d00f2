import type { ModelCard } from '../model/model.provider.js';
import type { Scored } from '../pipeline/classifier.js';
import { writeElements } from './bytes-elements.js';
import { classify } from './classification.js';
import { fewestDigits } from './float32-digits.js';
import type { InferenceRequest } from './inference-request.js';
import type { RequestedOutput } from './requested-outputs.js';

/** What is sent: a JSON text, and the tensors behind it where some were asked for as binary data. */
export interface InferenceResponse {
  readonly json: string;
  /** Undefined where all of the answer is JSON. */
  readonly binary: Buffer | undefined;
}

interface OutputTensor {
  datatype: 'FP32' | 'BYTES';
  shape: number[];
  /** For JSON, where it is asked for. */
  data: () => number[] | string[];
  bytes: () => Buffer;
}

/**
 * Writes the answer to an inference request (Open Inference Protocol, Inference Response JSON Object).
 * @param scored one for each picture, in their order
 */
export function writeInferenceResponse(
  { id, outputs }: Pick<InferenceRequest, 'id' | 'outputs'>,
  { name, version }: Pick<ModelCard, 'name' | 'version'>,
  scored: readonly Scored[],
): InferenceResponse {
  const parts: Buffer[] = [];
  const written = outputs.map((output) => {
    const { datatype, shape, data, bytes } = tensorOf(output, scored);
    const description = { name: output.signature.name, datatype, shape };
    if (!output.isBinary) return { ...description, data: data() };
    const part = bytes();
    parts.push(part);
    return { ...description, parameters: { binary_data_size: part.length } };
  });
  return {
    json: JSON.stringify({ model_name: name, model_version: version, id, outputs: written }),
    binary: parts.length > 0 ? Buffer.concat(parts) : undefined,
  };
}

function tensorOf({ signature, classification }: RequestedOutput, scored: readonly Scored[]): OutputTensor {
  const rows = scored.map((one) => Float32Array.from(signature.rowOf(one)));
  if (classification === undefined) {
    return {
      datatype: 'FP32',
      shape: [rows.length, signature.labels.length],
      data: () => rows.flatMap((row) => Array.from(row, fewestDigits)),
      bytes: () => Buffer.concat(rows.map(({ buffer }) => new Uint8Array(buffer))),
    };
  }
  const texts = rows.map((row) => classify(row, signature.labels, classification));
  return {
    datatype: 'BYTES',
    shape: [rows.length, Math.min(classification, signature.labels.length)],
    data: () => texts.flat(),
    bytes: () => writeElements(texts.flat()),
  };
}
