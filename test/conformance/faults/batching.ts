import { adding, eachOutput, inferring, type WrongServer } from './wrong-server.js';

/** Wrong in rows that come together. */
export const WRONG_IN_BATCHING: WrongServer[] = [
  {
    does: 'answers the first row alone',
    faults: inferring(
      eachOutput((output) => ({
        ...output,
        shape: [1, ...output.shape.slice(1)],
        data: output.data!.slice(0, output.data!.length / 2),
      })),
      ({ rows }) => rows === 2,
    ),
    fails: {
      'batch.shape': /expected 2 rows of output 'logits', received the shape \[1,5\]/,
      'batch.rows': /row 1 of 2: output 'logits' has|row 1 of 2: element 0/,
    },
    alsoOthers: true,
  },
  {
    does: 'lets rows know of one another',
    faults: inferring(
      adding(() => 0.5),
      ({ rows }) => rows === 2,
    ),
    fails: {
      'batch.rows': /row 0 of 2: element 0 of output 'logits' is .* instead of/,
      'picture.batch': /picture 0 of 2: element 0 of output 'logits' is .* instead of/,
    },
  },
  {
    does: 'minds the place of a row',
    faults: inferring(
      adding((index, length) => (index < length / 2 ? 0 : 0.5)),
      ({ rows }) => rows === 2,
    ),
    fails: {
      'batch.rows': /row 1 of 2: element 0 of output 'logits' is .* instead of/,
      'batch.order': /row 0 of the two in the other order: element 0 of output 'logits' is .* instead of/,
      'picture.batch': /picture 1 of 2: element 0 of output 'logits' is .* instead of/,
    },
  },
];
