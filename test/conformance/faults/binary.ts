import { TWO_INPUTS } from '../fake/two-inputs.js';
import {
  adding,
  asBinary,
  askedBody,
  asJson,
  at,
  hasBinaryInput,
  inferring,
  refusing,
  type WrongServer,
} from './wrong-server.js';
import { asksForAll, asksForOne, INFER } from './asked-outputs.js';

/** Wrong in how binary tensors are asked for and answered. */
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
];
