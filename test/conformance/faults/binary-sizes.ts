import { HEADER_LENGTH } from '../client/infer-reply.js';
import { at, eachOutput, inferring, type WrongServer } from './wrong-server.js';
import { asksForAll, INFER } from './asked-outputs.js';

/** Wrong in the lengths and sizes that go with binary outputs. */
export const WRONG_IN_BINARY_SIZES: WrongServer[] = [
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
