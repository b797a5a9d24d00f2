import { fromFloat16Bits } from '../model/onnx/float16.js';
import { OUTPUT_BYTES, type OutputDatatype } from './datatypes.js';
import { roundScore } from './round-score.js';
import { showForeign } from './show-foreign.js';
import { versionIn, type UpstreamContract } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';

export interface InferResponse {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface InferAnswer {
  /** A row of scores for each picture. */
  readonly rows: Float64Array[];
  /** The version of the model that answered; undefined where it does not say. */
  readonly version: string | undefined;
}

interface Output {
  name: unknown;
  datatype: unknown;
  shape: unknown;
  data?: unknown;
  parameters?: { binary_data_size?: unknown };
}

/** The longest answer that is read: the scores as numbers of JSON, and as much again for what else it may say. */
export function longestResponse({ classes }: UpstreamContract, count: number): number {
  return 1024 * 1024 + 64 * count * classes;
}

/**
 * The rows of scores in an answer, in the order of the pictures. Nothing of it is believed: whatever is not as the
 * protocol, the metadata and the request say is a fault, because a wrong label is worse than none. An id that was given
 * has to come back (the protocol, "Inference Response JSON Object"): an answer without one may be anybody's.
 *
 * @param count pictures that were asked for
 * @throws UpstreamFault `wrong`
 */
export function readInferResponse(
  { headers, body }: InferResponse,
  contract: UpstreamContract,
  id: string,
  count: number,
): InferAnswer {
  const { json, binary } = split(headers['inference-header-content-length'], body);
  if (json.id !== id) {
    throw wrong(
      json.id === undefined
        ? 'received an answer without the id of the request'
        : 'received the answer to another request',
    );
  }
  if (!Array.isArray(json.outputs)) throw wrong(`received an answer without outputs`);
  const outputs = json.outputs as Output[];
  const at = outputs.findIndex((output) => (Object(output) as Output).name === contract.output.name);
  const output = outputs[at];
  if (!output) throw wrong(`received an answer without the output ${showForeign(contract.output.name)}`);
  if (output.datatype !== contract.output.datatype) {
    throw wrong(
      `received the datatype ${showForeign(output.datatype)} in place of ${contract.output.datatype}`,
    );
  }
  checkShape(output.shape, contract.classes, count);
  const scores = binary
    ? fromBytes(sliceOf(outputs, at, binary), contract.output.datatype)
    : fromJson(output.data, contract.output.datatype);
  if (scores.length !== count * contract.classes) {
    throw wrong(`received ${scores.length} scores in place of ${count * contract.classes}`);
  }
  const bad = scores.findIndex((score) => !Number.isFinite(score));
  if (bad !== -1) throw wrong(`received ${String(scores[bad])} among the scores`);
  const rows = Array.from({ length: count }, (_, row) =>
    scores.subarray(row * contract.classes, (row + 1) * contract.classes),
  );
  return { rows, version: versionIn(json.model_version) };
}

/** The JSON of an answer, and what stands behind it where there is a binary part. */
function split(
  header: string | string[] | undefined,
  body: Buffer,
): { json: Record<string, unknown>; binary: Buffer | undefined } {
  if (header === undefined) return { json: parse(body), binary: undefined };
  const length = typeof header === 'string' && /^\d{1,10}$/.test(header) ? Number(header) : NaN;
  if (!(length <= body.length)) {
    throw wrong(`received an Inference-Header-Content-Length that does not fit its ${body.length} bytes`);
  }
  return { json: parse(body.subarray(0, length)), binary: body.subarray(length) };
}

function parse(text: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Told below.
  }
  throw wrong(`received ${text.length} bytes that are no JSON object`);
}

function checkShape(shape: unknown, classes: number, count: number): void {
  const isRight =
    Array.isArray(shape) &&
    shape[0] === count &&
    shape.every((axis) => Number.isInteger(axis) && axis > 0) &&
    (shape as number[]).reduce((product, axis) => product * axis, 1) === count * classes;
  if (!isRight) throw wrong(`received the shape ${showForeign(shape)} in place of [${count},${classes}]`);
}

/** The bytes of one output; those of all outputs stand behind one another, and nothing behind them. */
function sliceOf(outputs: readonly Output[], index: number, binary: Buffer): Buffer | unknown[] {
  let from = 0;
  let found: Buffer | undefined;
  for (const [i, { parameters }] of outputs.entries()) {
    const size = (Object(parameters) as NonNullable<Output['parameters']>).binary_data_size;
    if (size === undefined) continue;
    if (!Number.isInteger(size) || (size as number) < 0) {
      throw wrong(`received the binary_data_size ${showForeign(size)}`);
    }
    const end = from + (size as number);
    if (i === index) found = binary.subarray(from, end);
    from = end;
  }
  if (from !== binary.length) {
    throw wrong(`received ${binary.length} bytes of binary data in place of ${from}`);
  }
  // A server may answer this output as JSON and another one in bytes.
  return found ?? numbersOf(outputs[index]!.data);
}

function fromBytes(bytes: Buffer | unknown[], datatype: OutputDatatype): Float64Array {
  if (!Buffer.isBuffer(bytes)) return fromJson(bytes, datatype);
  const size = OUTPUT_BYTES[datatype];
  if (bytes.length % size !== 0) throw wrong(`received ${bytes.length} bytes of ${datatype}`);
  const read = {
    FP16: (i: number) => fromFloat16Bits(bytes.readUInt16LE(i)),
    FP32: (i: number) => bytes.readFloatLE(i),
    FP64: (i: number) => bytes.readDoubleLE(i),
  }[datatype];
  return Float64Array.from({ length: bytes.length / size }, (_, i) => read(i * size));
}

function fromJson(data: unknown, datatype: OutputDatatype): Float64Array {
  const numbers = numbersOf(data);
  const bad = numbers.find((value) => typeof value !== 'number');
  if (bad !== undefined) throw wrong(`received ${showForeign(bad)} among the scores`);
  return Float64Array.from(numbers as number[], (score) => roundScore(score, datatype));
}

/** Flat or nested. */
function numbersOf(data: unknown): unknown[] {
  if (!Array.isArray(data)) throw wrong('received an output without data');
  return data.flat(4) as unknown[];
}

function wrong(received: string): UpstreamFault {
  return new UpstreamFault('wrong', received);
}
