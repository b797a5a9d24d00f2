import type { IncomingHttpHeaders } from 'node:http';
import type { Element } from '../tensor/elements.js';
import { BinaryTail } from './binary-tail.js';
import { isFields, parametersOf, type Fields } from './fields.js';
import { isBatched, type OipModel } from './oip-model.js';
import { readInput } from './read-input.js';
import { Refusal } from './refusal.js';

/** A request for inference, read and found right. */
export interface InferRequest {
  id?: string;
  /** How many rows the inputs have. */
  rows: number;
  /** The elements of each of the model's inputs, in the model's order. */
  inputs: Element[][];
  outputs: RequestedOutput[];
}

export interface RequestedOutput {
  name: string;
  isBinary: boolean;
  /** How many classes are asked for instead of the raw row. */
  classification?: number;
}

/** Reads the body of POST .../infer; throws a Refusal. */
export function readInferRequest(model: OipModel, headers: IncomingHttpHeaders, body: Buffer): InferRequest {
  const head = headLength(headers['inference-header-content-length'], body);
  const asked = parse(body.subarray(0, head));
  const { id } = asked;
  if (id !== undefined && typeof id !== 'string') throw new Refusal('fields', '"id" must be a string');
  const parameters = parametersOf(asked);
  const given = listOf(asked, 'inputs');
  if (!given || given.length === 0)
    throw new Refusal('inputs', '"inputs" must be an array of at least one input');
  const tail = new BinaryTail(body.subarray(head));
  const read = given.map((input) => readInput(model, input, tail));
  tail.mustBeEmpty();
  const inputs = model.inputs.map(({ name }) => {
    const [found, another] = read.filter((input) => input.name === name);
    if (another) throw new Refusal('duplicated_input', `input '${name}' was given twice`);
    if (!found) throw new Refusal('missing_input', `input '${name}' is missing`);
    return found;
  });
  const rows = isBatched(model) ? inputs[0]!.rows : 1;
  if (inputs.some((input) => isBatched(model) && input.rows !== rows)) {
    throw new Refusal('shape', 'the inputs must have the same number of rows');
  }
  if (rows > model.maxBatch)
    throw new Refusal('batch', `at most ${model.maxBatch} rows are taken, not ${rows}`);
  return {
    ...(id !== undefined && { id }),
    rows,
    inputs: inputs.map(({ elements }) => elements),
    outputs: readOutputs(model, listOf(asked, 'outputs'), parameters.binary_data_output === true),
  };
}

function headLength(header: string | string[] | undefined, body: Buffer): number {
  if (header === undefined) return body.length;
  const length = Number(header);
  if (!/^\d+$/.test(String(header)) || length < 1 || length > body.length) {
    throw new Refusal(
      'header_length',
      `Inference-Header-Content-Length must be from 1 to the ${body.length} bytes of the body`,
    );
  }
  return length;
}

function parse(head: Buffer): Fields {
  let json: unknown;
  try {
    json = JSON.parse(head.toString());
  } catch {
    throw new Refusal('json', 'the request is not valid JSON');
  }
  if (!isFields(json)) throw new Refusal('fields', 'the request must be a JSON object');
  return json;
}

function listOf(asked: Fields, field: string): unknown[] | undefined {
  const list = asked[field];
  if (list === undefined || Array.isArray(list)) return list;
  throw new Refusal('fields', `"${field}" must be an array`);
}

function readOutputs(
  model: OipModel,
  asked: unknown[] | undefined,
  isBinaryByDefault: boolean,
): RequestedOutput[] {
  if (!asked) return model.outputs.map(({ name }) => ({ name, isBinary: isBinaryByDefault }));
  return asked.map((output) => {
    if (!isFields(output) || typeof output.name !== 'string') {
      throw new Refusal('fields', 'an output must be an object with a "name"');
    }
    const { name } = output;
    if (!model.outputs.some((known) => known.name === name)) {
      throw new Refusal('output_name', `there is no output '${name}'`);
    }
    const { binary_data: binary, classification } = parametersOf(output);
    const isBinary = typeof binary === 'boolean' ? binary : isBinaryByDefault;
    if (classification === undefined) return { name, isBinary };
    if (!Number.isSafeInteger(classification) || (classification as number) < 1) {
      throw new Refusal('classification', '"classification" must be a number of classes from 1 on');
    }
    return { name, isBinary, classification: classification as number };
  });
}
