import { linearModel, weightedSum } from './oip-model.js';

/** A model of two inputs of different types, whose rows come one behind the other. */
export const TWO_INPUTS = linearModel({
  inputs: [
    { name: 'left', datatype: 'FP32', shape: [-1, 3] },
    { name: 'right', datatype: 'INT64', shape: [-1, 2, 2] },
  ],
  outputs: [
    {
      name: 'sums',
      datatype: 'FP64',
      shape: [-1, 3],
      row: (input) => [0, 1, 2].map((seed) => weightedSum(input, seed)),
    },
  ],
});
