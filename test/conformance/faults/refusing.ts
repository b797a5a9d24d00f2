import { json } from '../fake/fake-exchange.js';
import { MALFORMED } from '../cases/malformed.js';
import { TWO_INPUTS } from '../fake/two-inputs.js';
import { accepting, adding, type Body, type WrongServer } from './wrong-server.js';

/** Malformed requests to a model of one input. */
const ONE_INPUT = MALFORMED.map(({ id }) => id).filter((id) => id !== 'errors.inputs.missing');

const each = (cases: string[], reason: RegExp) => Object.fromEntries(cases.map((id) => [id, reason]));

/** Wrong in what they make of wrong requests. */
export const WRONG_IN_REFUSING: WrongServer[] = [
  accepting(
    'json',
    ['errors.json', 'errors.empty', 'binary.errors.header.too-short', 'binary.errors.header.absent'],
    'what is no JSON',
  ),
  accepting(
    'fields',
    ['errors.not-an-object', 'errors.inputs.type', 'errors.outputs.type'],
    'fields of any type',
  ),
  accepting('inputs', ['errors.inputs.absent', 'errors.inputs.empty'], 'requests without inputs'),
  {
    ...accepting('missing_input', ['errors.inputs.missing'], 'requests without one of the inputs'),
    server: { model: TWO_INPUTS },
    // The missing inputs of other malformed requests are complained of before.
    fails: {
      'errors.inputs.missing': /expected .* refused .* received 200/,
      'errors.status-400': /expected status 400, received {"errors.inputs.missing":200}/,
    },
  },
  accepting(
    'input_name',
    ['errors.input.unknown', 'errors.name.absent', 'errors.name.type'],
    'inputs of any name',
  ),
  accepting('duplicated_input', ['errors.input.duplicated'], 'an input twice'),
  accepting('datatype', ['errors.datatype.other', 'errors.datatype.unknown'], 'any data type'),
  accepting(
    'shape',
    [
      'errors.shape.absent',
      'errors.shape.type',
      'errors.shape.rank',
      'errors.shape.length',
      'errors.shape.negative',
      'errors.shape.fraction',
    ],
    'any shape',
  ),
  accepting('no_data', ['errors.data.absent'], 'inputs without data'),
  accepting('element_type', ['errors.data.type', 'errors.data.element'], 'data of any type'),
  accepting(
    'element_count',
    ['errors.data.too-few', 'errors.data.too-many', 'picture.errors.count'],
    'any number of elements',
  ),
  accepting('output_name', ['errors.output.unknown'], 'outputs of any name'),
  accepting('header_length', ['binary.errors.header.too-long', 'binary.errors.header.type'], 'any header'),
  accepting(
    'binary_size',
    [
      'binary.errors.size.too-small',
      'binary.errors.size.too-large',
      'binary.errors.size.beyond',
      'binary.errors.size.type',
      'picture.errors.length',
    ],
    'any size of binary data',
  ),
  accepting('trailing_bytes', ['binary.errors.trailing'], 'bytes that belong to no input'),
  accepting('two_data', ['binary.errors.two-data'], 'JSON and binary data for one input'),
  accepting('classification', ['classification.errors.type'], 'any number of classes'),
  accepting('picture', ['picture.errors.foreign'], 'anything for a picture'),
  {
    does: 'refuses with status 422',
    faults: () => ({ answer: (answer) => (answer.status === 400 ? { ...answer, status: 422 } : answer) }),
    fails: { 'errors.status-400': /expected status 400, received {"errors.json":422,/ },
  },
  {
    does: 'fails where it should refuse',
    faults: () => ({ answer: (answer) => (answer.status === 400 ? { ...answer, status: 500 } : answer) }),
    fails: each(ONE_INPUT, /expected it to be refused with a status 4xx, received 500/),
    alsoOthers: true,
  },
  {
    does: 'refuses without a text',
    faults: () => ({ answer: (answer) => (answer.status === 400 ? json({ detail: 'no' }, 400) : answer) }),
    fails: each(ONE_INPUT, /expected the refusal to have a text "error", received nothing/),
    alsoOthers: true,
  },
  {
    does: 'answers the next request wrongly after it has refused one',
    faults: () => {
      let isShaken = false;
      return {
        answer: (answer, { path }) => {
          if (answer.complaint !== undefined) isShaken = true;
          else if (isShaken && path.endsWith('/infer')) {
            isShaken = false;
            return { ...answer, body: adding(() => 1)(answer.body as Body) };
          }
          return answer;
        },
      };
    },
    fails: each(ONE_INPUT, /a right request after .*: element 0 of output 'logits' is .* instead of/),
    alsoOthers: true,
  },
];
