import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
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

/** A thousand classes take half a millisecond or so to sort and write. */
const ROWS_BETWEEN_TURNS = 16;

interface OutputTensor {
  datatype: 'FP32' | 'BYTES';
  shape: number[];
  /** For JSON, or the bytes that stand behind it. */
  content: number[] | string[] | Buffer;
}

/**
 * Writes the answer to an inference request (Open Inference Protocol, Inference Response JSON Object). Other requests have
 * their turns between the rows of a long one.
 * @param scored one for each picture, in their order
 */
export async function writeInferenceResponse(
  { id, outputs }: Pick<InferenceRequest, 'id' | 'outputs'>,
  { name, version }: Pick<ModelCard, 'name' | 'version'>,
  scored: readonly Scored[],
): Promise<InferenceResponse> {
  const parts: Buffer[] = [];
  const written: object[] = [];
  for (const output of outputs) {
    const { datatype, shape, content } = await tensorOf(output, scored);
    const description = { name: output.signature.name, datatype, shape };
    if (Buffer.isBuffer(content)) {
      parts.push(content);
      written.push({ ...description, parameters: { binary_data_size: content.length } });
    } else {
      written.push({ ...description, data: content });
    }
  }
  return {
    json: JSON.stringify({ model_name: name, model_version: version, id, outputs: written }),
    binary: parts.length > 0 ? Buffer.concat(parts) : undefined,
  };
}

async function tensorOf(
  { signature, classification, isBinary }: RequestedOutput,
  scored: readonly Scored[],
): Promise<OutputTensor> {
  const { labels, rowOf } = signature;
  const floatsOf = (one: Scored) => Float32Array.from(rowOf(one));
  if (classification !== undefined) {
    const texts = (await eachInTurn(scored, (one) => classify(floatsOf(one), labels, classification))).flat();
    return {
      datatype: 'BYTES',
      shape: [scored.length, Math.min(classification, labels.length)],
      content: isBinary ? writeElements(texts) : texts,
    };
  }
  const content = isBinary
    ? Buffer.concat(await eachInTurn(scored, (one) => new Uint8Array(floatsOf(one).buffer)))
    : (await eachInTurn(scored, (one) => Array.from(floatsOf(one), fewestDigits))).flat();
  return { datatype: 'FP32', shape: [scored.length, labels.length], content };
}

/** Works on one row after another, and lets the event loop do something else now and then. */
async function eachInTurn<T>(scored: readonly Scored[], write: (one: Scored) => T): Promise<T[]> {
  const written: T[] = [];
  for (const one of scored) {
    if (written.length > 0 && written.length % ROWS_BETWEEN_TURNS === 0) await turnOfEventLoop();
    written.push(write(one));
  }
  return written;
}
