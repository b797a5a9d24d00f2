import { askedBody, eachOutput, inferring, withFields, type WrongServer } from './wrong-server.js';

const METADATA = /\/linear$/;

/** Wrong in which outputs they answer, and in their types, shapes and elements. */
export const WRONG_IN_OUTPUTS: WrongServer[] = [
  {
    does: 'answers the first output where none is asked for',
    faults: inferring(
      ({ outputs, ...body }) => ({ ...body, outputs: outputs.slice(0, 1) }),
      (asked) => askedBody(asked).outputs === undefined,
    ),
    fails: { 'outputs.all': /expected the outputs \["logits","shares"\], received \["logits"\]/ },
    alsoOthers: true,
  },
  {
    does: 'answers all outputs, whichever are asked for',
    faults: inferring(
      ({ outputs, ...body }) => ({ ...body, outputs: [...outputs, { ...outputs[0]!, name: 'more' }] }),
      (asked) => askedBody(asked).outputs?.length === 1,
    ),
    fails: {
      'outputs.one': /asked for 'logits': expected the outputs \["logits"\], received \["logits","more"\]/,
    },
    alsoOthers: true,
  },
  {
    does: 'confuses outputs that are asked for in another order',
    faults: inferring(
      ({ outputs: [one, other], ...body }) => ({
        ...body,
        outputs: [
          { ...one, name: other!.name },
          { ...other, name: one!.name },
        ],
      }),
      (asked) => askedBody(asked).outputs?.[0]?.name === 'shares' && askedBody(asked).outputs?.length === 2,
    ),
    fails: { 'outputs.several': /asked for all: element 0 of output 'logits' is .* instead of/ },
  },
  {
    does: 'tells another data type of an output than it has',
    faults: withFields(METADATA, { outputs: [{ name: 'logits', datatype: 'FP64', shape: [-1, 5] }] }),
    fails: { 'outputs.datatype': /expected output 'logits' to be FP64, received "FP32"/ },
    alsoOthers: true,
  },
  {
    does: 'tells another shape of an output than it has',
    faults: withFields(METADATA, { outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 6] }] }),
    fails: { 'outputs.shape': /expected output 'logits' to have the shape \[-1,6\], received \[1,5\]/ },
    alsoOthers: true,
  },
  {
    does: 'leaves an element out',
    faults: inferring(eachOutput((output) => ({ ...output, data: output.data!.slice(1) }))),
    fails: { 'outputs.element-count': /output 'logits' has 4 elements, and 5 by its shape \[1,5\]/ },
    alsoOthers: true,
  },
  {
    does: 'answers numbers as texts',
    faults: inferring(eachOutput((output) => ({ ...output, data: output.data!.map(String) }))),
    fails: { 'outputs.element-count': /expected FP32 elements in output 'logits', received "/ },
    alsoOthers: true,
  },
];
