import type { DataType, Graph, Initializer, Node, ValueInfo } from './onnx-writer.js';

/**
 * A linear classifier of the mean colour, whose answers can be worked out on paper: global average pool, then one
 * weighted sum for each class. With mean and std 0.5 a channel's mean lies between -1 (none) and 1 (full).
 */
export interface LinearClasses {
  /** One row [red, green, blue] for each class. */
  readonly weights: readonly (readonly [number, number, number])[];
  readonly biases: readonly number[];
}

/** Each of the first three wants its own channel and not the others; the last wins where no channel stands out. */
export const FOUR_COLOURS: LinearClasses = {
  weights: [
    [4, -2, -2],
    [-2, 4, -2],
    [-2, -2, 4],
    [0, 0, 0],
  ],
  biases: [0, 0, 0, 4],
};

/** Scores from 0.25 to 0.75 for every picture, and beyond 0 to 1 for tensors that are none. */
export const QUARTERS: LinearClasses = {
  weights: [
    [0.25, 0, 0],
    [0, 0.25, 0],
    [0, 0, 0.25],
    [0, 0, 0],
  ],
  biases: [0.5, 0.5, 0.5, 0.25],
};

/** The corners of the colour cube but black and white: red, green, blue, yellow, cyan, magenta. */
export const SIX_COLOURS: LinearClasses = {
  weights: [
    [2, -2, -2],
    [-2, 2, -2],
    [-2, -2, 2],
    [2, 2, -2],
    [-2, 2, 2],
    [2, -2, 2],
  ],
  biases: [0, 0, 0, 0, 0, 0],
};

export interface GraphOptions {
  readonly classes?: LinearClasses;
  readonly inputType?: DataType;
  readonly inputDims?: readonly (number | string)[];
  readonly outputType?: DataType;
  readonly outputDims?: readonly (number | string)[];
  readonly outputName?: string;
  /** The name of one more output, the mean of each channel [N, 3], which stands before the classes. */
  readonly furtherOutput?: string;
  /** One more input, which nothing uses. */
  readonly furtherInput?: ValueInfo;
  /** Rows and columns from the top left that the graph looks at, of NCHW; all where it is left out. */
  readonly corner?: number;
  /** Put between the weighted sums and the output. */
  readonly last?: { readonly op: 'Softmax'; readonly axis: number };
  /** Where the weights and biases lie, one behind the other; within the model if left out. */
  readonly location?: string;
}

/** The graph with whatever stands before and behind the classifier for its kind of input and output. */
export function colourGraph(options: GraphOptions = {}): Graph {
  const { classes = FOUR_COLOURS, inputType = 'float32', outputType = 'float32', last, location } = options;
  const count = classes.biases.length;
  const { inputDims = ['batch', 3, 8, 8], outputDims = [inputDims[0]!, count] } = options;
  const { outputName = last ? 'probabilities' : 'logits', furtherInput, furtherOutput } = options;
  const input: ValueInfo = { name: 'pixel_values', type: inputType, dims: inputDims };
  const output: ValueInfo = { name: outputName, type: outputType, dims: outputDims };

  const nodes: Node[] = [];
  let current = input.name;
  /** Adds a node to the chain, with further inputs behind the one that the chain brings. */
  const chain = (name: string, op: string, attributes: Node['attributes'] = {}, ...more: string[]) => {
    nodes.push({ op, inputs: [current, ...more], output: name, attributes });
    current = name;
  };
  const unsqueeze = (name: string, axis: number) => {
    nodes.push({ op: 'Constant', inputs: [], output: 'axis', attributes: { value_ints: [axis] } });
    chain(name, 'Unsqueeze', {}, 'axis');
  };

  if (inputType !== 'float32') chain('floats', 'Cast', { to: 1 });
  if (inputType === 'uint8') {
    // What rescaling and normalising would have done: 0..255 to -1..1.
    chain('centred', 'Sub', {}, 'half');
    chain('scaled', 'Div', {}, 'half');
  }
  if (inputDims.length === 3) unsqueeze('batch_of_one', 0);
  if (inputDims[3] === 3) chain('planes', 'Transpose', { perm: [0, 3, 1, 2] });
  if (inputDims[1] === 1) chain('same_channels', 'Concat', { axis: 1 }, current, current);
  if (options.corner !== undefined) {
    const ints = (name: string, ...values: number[]) => {
      nodes.push({ op: 'Constant', inputs: [], output: name, attributes: { value_ints: values } });
      return name;
    };
    const to = ints('to', options.corner, options.corner);
    chain('corner', 'Slice', {}, ints('from', 0, 0), to, ints('rows_and_columns', 2, 3));
  }
  chain('means', 'GlobalAveragePool');
  chain('vector', 'Flatten', { axis: 1 });
  chain('sums', 'Gemm', { transB: 1 }, 'weights', 'biases');
  if (last) chain('shares', last.op, { axis: last.axis });
  if (outputType === 'float16') chain('halves', 'Cast', { to: 10 });
  if (outputDims.length === 3) unsqueeze('rank_3', 1);
  chain(outputName, 'Identity');

  const outputs = [output];
  if (furtherOutput !== undefined) {
    nodes.push({ op: 'Identity', inputs: ['vector'], output: furtherOutput });
    outputs.unshift({ name: furtherOutput, type: 'float32', dims: [inputDims[0]!, 3] });
  }
  const inputs = furtherInput ? [input, furtherInput] : [input];
  return { inputs, nodes, initializers: initializersOf(classes, inputType, location), outputs };
}

function initializersOf(
  { weights, biases }: LinearClasses,
  inputType: DataType,
  location: string | undefined,
): Initializer[] {
  const flat = weights.flat();
  const at = (offset: number) => (location === undefined ? {} : { location, offset });
  return [
    { name: 'weights', dims: [weights.length, 3], values: flat, ...at(0) },
    { name: 'biases', dims: [biases.length], values: biases, ...at(flat.length * 4) },
    ...(inputType === 'uint8' ? [{ name: 'half', dims: [], values: [127.5] }] : []),
  ];
}
