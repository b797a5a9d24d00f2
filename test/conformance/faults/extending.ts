import { HEADER_LENGTH } from '../client/infer-reply.js';
import { encodeElements } from '../tensor/elements.js';
import { TWO_INPUTS } from './inferring.js';
import {
  adding,
  asBinary,
  askedBody,
  asJson,
  at,
  eachOutput,
  hasBinaryInput,
  inferring,
  isPicture,
  refusing,
  type Body,
  type Output,
  type WrongServer,
} from './wrong-server.js';

const INFER = /\/infer$/;
const asksForAll = (asked: Parameters<typeof askedBody>[0]) =>
  askedBody(asked).parameters?.binary_data_output === true;
const asksForOne = (asked: Parameters<typeof askedBody>[0]) =>
  askedBody(asked).outputs?.some(({ parameters }) => parameters?.binary_data === true) === true;
const classesAsked = (asked: Parameters<typeof askedBody>[0]) =>
  askedBody(asked).outputs?.find(({ parameters }) => parameters?.classification)?.parameters?.classification;

/** Changes the classes of outputs that are classified and in JSON. */
const eachClasses = (change: (classes: string[], output: Output) => Partial<Output>) =>
  eachOutput((output) =>
    output.datatype === 'BYTES' && output.data
      ? { ...output, ...change(output.data as string[], output) }
      : output,
  );

/** Wrong in binary tensors. */
export const WRONG_IN_BINARY: WrongServer[] = [
  {
    does: 'misreads binary inputs',
    faults: inferring(
      adding(() => 1),
      (asked) => hasBinaryInput(asked) && !asksForAll(asked),
    ),
    fails: {
      'binary.input': /binary inputs: element 0 of output 'logits' is .* instead of/,
      'binary.input.batch': /two rows of binary inputs: element 0 .* instead of/,
      'picture.binary': /a picture in bytes: element 0 of output 'logits' is .* instead of/,
      'picture.batch.binary': /two pictures in bytes: element 0 of output 'logits' is .* instead of/,
    },
  },
  {
    does: 'reads the first of two pictures in bytes twice',
    faults: inferring(
      adding((index, length) => (index < length / 2 ? 0 : 1)),
      (asked) => hasBinaryInput(asked) && asked.rows === 2,
    ),
    fails: {
      'binary.input.batch': /two rows of binary inputs: element 5 .* instead of/,
      'picture.batch.binary': /two pictures in bytes: element 5 of output 'logits' is .* instead of/,
    },
  },
  {
    does: 'takes binary inputs or JSON inputs, not both',
    server: { model: TWO_INPUTS },
    faults: refusing(
      (asked) => hasBinaryInput(asked) && askedBody(asked).inputs?.some(({ data }) => data) === true,
    ),
    fails: { 'binary.input.mixed': /expected status 200, received 400/ },
  },
  {
    does: 'answers binary inputs with binary outputs, asked or not',
    faults: at(INFER, (answer, asked) => (hasBinaryInput(asked) ? asBinary(answer) : answer)),
    fails: { 'binary.input.json-output': /expected output 'logits' in JSON, received it binary/ },
  },
  {
    does: 'knows no "binary_data"',
    faults: at(INFER, (answer, asked) => (asksForOne(asked) ? asJson(answer) : answer)),
    fails: {
      'binary.output': /expected output 'logits' binary, received it in JSON/,
      'binary.output.mixed': /expected output 'shares' binary, received it in JSON/,
      'classification.binary': /expected output 'logits' binary, received it in JSON/,
    },
  },
  {
    does: 'knows no "binary_data_output"',
    faults: at(INFER, (answer, asked) => (asksForAll(asked) ? asJson(answer) : answer)),
    fails: {
      'binary.output.all': /expected output 'logits' binary, received it in JSON/,
      'binary.both': /expected output 'logits' binary, received it in JSON/,
      'binary.header': /expected the header Inference-Header-Content-Length, received none/,
      'binary.size': /expected "binary_data_size" of output 'logits' to be 20, received nothing/,
    },
  },
  {
    does: 'puts "binary_data_output" before "binary_data"',
    faults: at(INFER, (answer, asked) => (asksForAll(asked) ? asBinary(answer) : answer)),
    fails: { 'binary.output.override': /expected output 'logits' in JSON, received it binary/ },
  },
  {
    does: 'answers all outputs binary where one is asked for so',
    faults: at(INFER, (answer, asked) => (asksForOne(asked) ? asBinary(answer) : answer)),
    fails: { 'binary.output.mixed': /expected output 'logits' in JSON, received it binary/ },
  },
  {
    does: 'puts the bytes of outputs in another order than their names',
    faults: at(INFER, (answer) => ({
      ...answer,
      tail:
        answer.tail.length === 40
          ? Buffer.concat([answer.tail.subarray(20), answer.tail.subarray(0, 20)])
          : answer.tail,
    })),
    fails: {
      'binary.output.all': /binary outputs: element 0 of output 'logits' is .* instead of/,
      'binary.both': /binary inputs and outputs: element 0 of output 'logits' is .* instead of/,
    },
  },
  {
    does: 'takes no binary inputs where the outputs shall be binary',
    faults: refusing((asked) => hasBinaryInput(asked) && asksForAll(asked)),
    fails: { 'binary.both': /expected status 200, received 400/ },
  },
  {
    does: 'says in the header a byte more than the JSON has',
    faults: at(INFER, (answer) => {
      if (answer.tail.length === 0) return answer;
      const { length } = Buffer.from(JSON.stringify(answer.body));
      return { ...answer, headers: { [HEADER_LENGTH]: String(length + 1) } };
    }),
    fails: {
      'binary.header': /expected JSON in the first "\d+" bytes, received/,
      'binary.output': /the answer: expected JSON, received/,
    },
    alsoOthers: true,
  },
  {
    does: 'says in the header more than the body has',
    faults: at(INFER, (answer) =>
      answer.tail.length === 0
        ? answer
        : { ...answer, headers: { 'Inference-Header-Content-Length': '99999' } },
    ),
    fails: { 'binary.output': /expected Inference-Header-Content-Length from 1 to \d+, received "99999"/ },
    alsoOthers: true,
  },
  {
    does: 'sends the header with JSON alone',
    faults: at(INFER, (answer) =>
      answer.tail.length > 0
        ? answer
        : {
            ...answer,
            headers: {
              'Inference-Header-Content-Length': String(Buffer.from(JSON.stringify(answer.body)).length),
            },
          },
    ),
    fails: {
      'binary.header.absent': /expected no Inference-Header-Content-Length, received "\d+"/,
      'infer.flat': /expected Inference-Header-Content-Length only where an output is binary/,
    },
    alsoOthers: true,
  },
  {
    does: 'says sizes of outputs as texts',
    faults: inferring(
      eachOutput((output) => ({ ...output, parameters: { binary_data_size: '20' } })),
      asksForAll,
    ),
    fails: {
      'binary.size':
        /expected "binary_data_size" of output 'logits' to be at most the 40 bytes left, received "20"/,
    },
    alsoOthers: true,
  },
  {
    does: 'says a size that is not that of the elements',
    faults: inferring(
      eachOutput((output) => ({ ...output, parameters: { binary_data_size: 16 } })),
      asksForAll,
    ),
    fails: { 'binary.size': /expected "binary_data_size" of output 'logits' to be 20, received 16/ },
    alsoOthers: true,
  },
  {
    does: 'sends bytes that belong to no output',
    faults: at(INFER, (answer) => ({
      ...answer,
      tail: answer.tail.length > 0 ? Buffer.concat([answer.tail, Buffer.alloc(2)]) : answer.tail,
    })),
    fails: { 'binary.output': /2 bytes at the end of the answer belong to no output/ },
    alsoOthers: true,
  },
];

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

/** Wrong in pictures. */
export const WRONG_IN_PICTURES: WrongServer[] = [
  {
    does: 'takes no pictures in base64',
    faults: refusing((asked) => isPicture(asked) && !hasBinaryInput(asked)),
    fails: { 'picture.base64': /expected status 200, received 400/ },
    alsoOthers: true,
  },
  {
    does: 'answers one output alone for a picture',
    faults: inferring(({ outputs, ...body }) => ({ ...body, outputs: outputs.slice(0, 1) }), isPicture),
    fails: { 'picture.base64': /expected the outputs \["logits","shares"\], received \["logits"\]/ },
  },
];
