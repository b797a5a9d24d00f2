import { encodeElements } from '../tensor/elements.js';
import {
  adding,
  askedBody,
  asJson,
  at,
  eachOutput,
  inferring,
  refusing,
  type Body,
  type Output,
  type WrongServer,
} from './wrong-server.js';
import { classesAsked, INFER } from './asked-outputs.js';

/** Changes the classes of outputs that are classified and in JSON. */
const eachClasses = (change: (classes: string[], output: Output) => Partial<Output>) =>
  eachOutput((output) =>
    output.datatype === 'BYTES' && output.data
      ? { ...output, ...change(output.data as string[], output) }
      : output,
  );

/** Wrong in classes. */
export const WRONG_IN_CLASSIFYING: WrongServer[] = [
  {
    does: 'answers raw elements where classes are asked for',
    faults: at(INFER, (answer, asked) =>
      classesAsked(asked) === undefined
        ? answer
        : {
            ...answer,
            body: eachOutput((output) => ({ ...output, datatype: 'FP32', shape: [1, 1], data: [1] }))(
              asJson(answer).body as Body,
            ),
            tail: Buffer.alloc(0),
          },
    ),
    fails: { 'classification.1': /expected a classified output to be BYTES, received "FP32"/ },
    alsoOthers: true,
  },
  {
    does: 'says the index before the value',
    faults: inferring(
      eachClasses((classes) => ({
        data: classes.map((text) => text.split(':').slice(0, 2).reverse().join(':')),
      })),
    ),
    fails: { 'classification.1': /expected a class as "value:index" or "value:index:label", received "/ },
    alsoOthers: true,
  },
  {
    does: 'answers a class that is not the highest',
    faults: inferring(
      eachClasses(() => ({ data: ['-9:4:caecilian'] })),
      (asked) => classesAsked(asked) === 1 && asked.rows === 1,
    ),
    fails: { 'classification.1': /expected a class of the value [\d.]+, received class 4 of/ },
  },
  {
    does: 'answers two classes at most',
    faults: inferring(
      eachClasses((classes) => ({ shape: [1, 2], data: classes.slice(0, 2) })),
      (asked) => classesAsked(asked) === 3,
    ),
    fails: { 'classification.3': /expected 3 classes, received 2/ },
  },
  {
    does: 'sorts from the lowest up',
    faults: inferring(
      eachClasses((classes) => ({ data: [...classes].reverse() })),
      (asked) => classesAsked(asked) !== 2 && asked.rows === 1,
    ),
    fails: {
      'classification.3': /expected values from the highest down, received/,
      'classification.all': /expected values from the highest down, received/,
    },
  },
  {
    does: 'takes no more classes than there are',
    faults: refusing((asked) => (classesAsked(asked) ?? 0) > 5),
    fails: { 'classification.all': /expected status 200, received 400/ },
  },
  {
    does: 'rounds the values of classes',
    faults: inferring(
      eachClasses((classes) => ({ data: classes.map((text) => text.replace(/(\.\d)\d+/, '$1')) })),
      (asked) => classesAsked(asked) === 5,
    ),
    fails: { 'classification.values': /expected class \d to have the value [\d.-]+, received [\d.-]+/ },
  },
  {
    does: 'leaves the rows out of the shape of classes',
    faults: inferring(
      eachClasses((classes) => ({ shape: [classes.length] })),
      (asked) => classesAsked(asked) === 1,
    ),
    fails: {
      'classification.shape': /expected the shape \[1,1\], received \[1\]/,
      'classification.batch': /expected the shape \[2,1\], received \[2\]/,
    },
  },
  {
    does: 'gives a label to the highest class alone',
    faults: inferring(
      eachClasses(([first, ...others]) => ({
        data: [first!, ...others.map((text) => text.replace(/(:\d):.*/, '$1'))],
      })),
      (asked) => classesAsked(asked) === 5,
    ),
    fails: { 'classification.labels': /expected all 5 classes to have a label or none, received 1 labels/ },
  },
  {
    does: 'cuts a label at a colon',
    faults: inferring(
      eachClasses((classes) => ({ data: classes.map((text) => text.split(':').slice(0, 2).join(':')) })),
      (asked) => classesAsked(asked) === 1,
    ),
    fails: { 'classification.labels': /expected class \d to be ".*" again, received nothing/ },
  },
  {
    does: 'answers the classes of the first row for every row',
    faults: inferring(
      eachClasses(([first]) => ({ data: [first!, first!] })),
      (asked) => asked.rows === 2,
    ),
    fails: { 'classification.batch': /expected class \d for row 1 of 2, received class \d/ },
  },
  {
    does: 'answers raw outputs otherwise beside classes',
    faults: inferring(
      adding(() => 1),
      (asked) => askedBody(asked).outputs?.length === 2 && classesAsked(asked) === 1,
    ),
    fails: {
      'classification.beside-raw':
        /raw beside classified outputs: element 0 of output 'shares' is .* instead of/,
    },
  },
  {
    does: 'writes binary classes without their lengths',
    faults: at(INFER, (answer, asked) => {
      if (classesAsked(asked) !== 2 || answer.tail.length === 0) return answer;
      const [output] = (asJson(answer).body as Body).outputs;
      const tail = Buffer.from((output!.data as string[]).join(''));
      const outputs = [{ ...output, data: undefined, parameters: { binary_data_size: tail.length } }];
      return { ...answer, body: { ...(answer.body as Body), outputs }, tail };
    }),
    fails: { 'classification.binary': /the bytes of output 'logits' do not fit: element 0 of BYTES ends at/ },
  },
  {
    does: 'writes other binary classes than in JSON',
    faults: at(INFER, (answer, asked) => {
      if (classesAsked(asked) !== 2 || answer.tail.length === 0) return answer;
      const tail = encodeElements(['0.5:0:frog', '0.25:1:newt'], 'BYTES');
      const outputs = [
        { ...(answer.body as Body).outputs[0], parameters: { binary_data_size: tail.length } },
      ];
      return { ...answer, body: { ...(answer.body as Body), outputs }, tail };
    }),
    fails: { 'classification.binary': /expected .*, received \[{"value":0.5,"index":0,"label":"frog"}/ },
  },
];
