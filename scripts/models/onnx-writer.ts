import { bytes, float, integer, message, text, type Field } from './protobuf.js';

/**
 * Writes ONNX models of a few nodes, without the Python package.
 * Source of the field numbers: onnx/onnx.proto3 (github.com/onnx/onnx), IR version 7, operator set 13.
 */
const IR_VERSION = 7;
const OPSET = 13;

/** TensorProto.DataType */
const DATA_TYPES = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const;
export type DataType = keyof typeof DATA_TYPES;

/** An input or output; a dimension is a number, or the name of one that is free. */
export interface ValueInfo {
  readonly name: string;
  readonly type: DataType;
  readonly dims: readonly (number | string)[];
}

/** A float32 constant. With `location` its values lie in another file, named as seen from the model's folder. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: readonly number[];
  readonly location?: string;
  /** In bytes, in the file at `location`. */
  readonly offset?: number;
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers become attributes of the type INT or INTS, written as `{ float: 0.5 }` FLOAT. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;
}

export interface Graph {
  readonly inputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly outputs: readonly ValueInfo[];
}

/** The bytes of a ModelProto. */
export function onnxModel({ inputs, nodes, initializers, outputs }: Graph): Uint8Array {
  return Buffer.concat([
    integer(1, IR_VERSION),
    text(2, 'tetrapod'), // producer_name
    message(
      7, // graph
      ...nodes.map(nodeProto),
      text(2, 'graph'),
      ...initializers.map(tensorProto),
      ...inputs.map((input) => valueInfoProto(11, input)),
      ...outputs.map((output) => valueInfoProto(12, output)),
    ),
    message(8, integer(2, OPSET)), // opset_import: version, of the default domain
  ]);
}

/** Little-endian float32, as raw_data and files of external data hold them. */
export function floatBytes(values: readonly number[]): Uint8Array {
  const out = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) out.writeFloatLE(value, i * 4);
  return out;
}

function nodeProto({ op, inputs, output, attributes = {} }: Node): Field {
  return message(
    1,
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, output), // the node's own name, for messages
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => attributeProto(name, value)),
  );
}

function attributeProto(name: string, value: number | readonly number[] | { readonly float: number }): Field {
  if (typeof value === 'number') return message(5, text(1, name), integer(3, value), integer(20, 2)); // INT
  if ('float' in value) return message(5, text(1, name), float(2, value.float), integer(20, 1)); // FLOAT
  return message(5, text(1, name), ...value.map((item) => integer(8, item)), integer(20, 7)); // INTS
}

function tensorProto({ name, dims, values, location, offset = 0 }: Initializer): Field {
  const data = floatBytes(values);
  const entry = (key: string, value: string) => message(13, text(1, key), text(2, value));
  return message(
    5,
    ...dims.map((dim) => integer(1, dim)),
    integer(2, DATA_TYPES.float32),
    text(8, name),
    ...(location === undefined
      ? [bytes(9, data)] // raw_data
      : [
          entry('location', location),
          entry('offset', String(offset)),
          entry('length', String(data.length)),
          integer(14, 1), // data_location: EXTERNAL
        ]),
  );
}

function valueInfoProto(field: number, { name, type, dims }: ValueInfo): Field {
  const shape = dims.map((dim) => message(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  const tensorType = message(1, integer(1, DATA_TYPES[type]), message(2, ...shape));
  return message(field, text(1, name), message(2, tensorType));
}
