import { decodeElements, encodeElements, type Element } from '../tensor/elements.js';
import { elementCount, type TensorSpec } from '../tensor/shape.js';
import type { InferRequest, RequestedOutput } from './infer-request.js';
import { isBatched, type OipModel, type OipOutput } from './oip-model.js';
import { Refusal } from './refusal.js';

/** A tensor of an answer with its elements. */
interface OutputTensor extends TensorSpec {
  elements: Element[];
}

export interface InferAnswer {
  json: Record<string, unknown>;
  /** The binary outputs, one behind the other. */
  tail: Buffer;
}

/** Runs the model and puts the answer of POST .../infer together. */
export function inferAnswer(model: OipModel, request: InferRequest): InferAnswer {
  const tails: Buffer[] = [];
  const outputs = request.outputs.map((asked) => {
    const { name, datatype, shape, elements } = outputTensor(model, request, asked);
    if (!asked.isBinary && datatype === 'FP16') {
      throw new Refusal('half_in_json', `output '${name}' is FP16, which must be binary`);
    }
    if (!asked.isBinary) return { name, datatype, shape, data: elements };
    const bytes = encodeElements(elements, datatype);
    tails.push(bytes);
    return { name, datatype, shape, parameters: { binary_data_size: bytes.length } };
  });
  return {
    json: {
      model_name: model.name,
      ...(model.version !== undefined && { model_version: model.version }),
      ...(request.id !== undefined && { id: request.id }),
      outputs,
    },
    tail: Buffer.concat(tails),
  };
}

function outputTensor(model: OipModel, request: InferRequest, asked: RequestedOutput): OutputTensor {
  const output = model.outputs.find(({ name }) => name === asked.name)!;
  const rows = Array.from({ length: request.rows }, (_, row) => {
    const input = request.inputs.flatMap((elements) => {
      const length = elements.length / request.rows;
      return elements.slice(row * length, (row + 1) * length);
    });
    return asFloats(output, output.row(input));
  });
  if (asked.classification !== undefined) {
    const count = Math.min(asked.classification, rows[0]!.length);
    const elements = rows.flatMap((row) => classify(row, output.labels, count));
    const shape = isBatched(model) ? [request.rows, count] : [count];
    return { name: output.name, datatype: 'BYTES', shape, elements };
  }
  const elements = rows.flat();
  const shape = isBatched(model) ? [request.rows, ...output.shape.slice(1)] : output.shape;
  if (elements.length !== elementCount(shape)) {
    throw new Error(
      `output '${output.name}' has ${elements.length} elements and the shape [${shape.join()}]`,
    );
  }
  return { name: output.name, datatype: output.datatype, shape, elements };
}

/** What the type keeps of numbers, so that text and bytes say the same. */
const asFloats = ({ datatype }: OipOutput, row: number[]): Element[] =>
  decodeElements(encodeElements(row, datatype), datatype);

/** The highest values of a row as "value:index" or "value:index:label" (extension_classification.md). */
function classify(row: readonly Element[], labels: readonly string[] | undefined, count: number): string[] {
  return row
    .map((value, index) => ({ value, index }))
    .sort((one, other) => Number(other.value) - Number(one.value))
    .slice(0, count)
    .map(({ value, index }) => [value, index, ...(labels ? [labels[index]!] : [])].join(':'));
}
