import type { Scored, ServedModel } from '../pipeline/classifier.js';
import { outputSize, tensorShape } from '../preprocessing/preprocessing-spec.js';
import { DATATYPES } from './datatypes.js';

/** A tensor as a model's metadata describes it; the first axis is -1, because any number of pictures may come. */
export interface TensorSignature {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** A tensor of scores: a row for each picture. */
export interface OutputSignature extends TensorSignature {
  /** What each place of a row stands for. */
  readonly labels: readonly string[];
  readonly rowOf: (scored: Scored) => readonly number[] | Float64Array;
}

/** The input of the model's graph. Encoded pictures may be sent in its place, as elements of the type BYTES. */
export function inputOf({ graph, preprocessing: spec }: ServedModel): TensorSignature {
  const [, ...axes] = tensorShape(spec.layout, outputSize(spec)!);
  return { name: graph.input, datatype: DATATYPES[spec.dataType], shape: [-1, ...axes] };
}

/**
 * What can be asked for: the graph's own row of scores, and the confidences that POST /predict answers from, which are
 * those of pooled labels where classes are pooled.
 */
export function outputsOf({ graph, labels }: ServedModel): readonly OutputSignature[] {
  const confidences = graph.output === 'confidences' ? 'label_confidences' : 'confidences';
  return [
    {
      name: graph.output,
      datatype: 'FP32',
      shape: [-1, graph.classNames.length],
      labels: graph.classNames,
      rowOf: ({ output }) => output,
    },
    {
      name: confidences,
      datatype: 'FP32',
      shape: [-1, labels.length],
      labels,
      rowOf: ({ scores }) => scores.map(({ confidence }) => confidence),
    },
  ];
}
