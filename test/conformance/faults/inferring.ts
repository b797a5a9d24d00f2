import { TWO_INPUTS } from '../fake/two-inputs.js';
import { adding, askedBody, inferring, refusing, type WrongServer } from './wrong-server.js';

const textOf = ({ body }: { body: Buffer }) => body.toString('latin1');

/** Wrong in what they make of right requests in JSON. */
export const WRONG_IN_INFERRING: WrongServer[] = [
  {
    does: 'answers no output at all',
    faults: inferring((body) => ({ ...body, outputs: [] })),
    fails: { 'infer.flat': /expected at least one output, received none/ },
    alsoOthers: true,
  },
  {
    does: 'answers outputs that are no list',
    faults: inferring((body) => ({ ...body, outputs: {} })),
    fails: { 'infer.flat': /expected "outputs" to be an array, received {}/ },
    alsoOthers: true,
  },
  ...(
    [
      ['names no outputs', { name: 3 }, /expected the name of outputs\[0\] to be a text, received 3/],
      [
        'answers a data type that is not in the table',
        { datatype: 'float' },
        /outputs\[0\] .* received "float"/,
      ],
      [
        'answers a shape of texts',
        { shape: ['1', '5'] },
        /expected the shape of outputs\[0\] .* received \["1","5"\]/,
      ],
      [
        'answers data that are no list',
        { data: '1,2' },
        /expected "data" of output 'logits' .* received "1,2"/,
      ],
      [
        'answers text and bytes for one output',
        { parameters: { binary_data_size: 0 } },
        /output 'logits' has both "data" and "binary_data_size"/,
      ],
    ] as const
  ).map(([does, change, reason]): WrongServer => ({
    does,
    faults: inferring(({ outputs, ...body }) => ({
      ...body,
      outputs: outputs.map((output) => ({ ...output, ...change })),
    })),
    fails: { 'infer.flat': reason },
    alsoOthers: true,
  })),
  {
    does: 'takes flat data alone',
    faults: refusing((asked) => Array.isArray(askedBody(asked).inputs?.[0]?.data?.[0])),
    fails: { 'infer.nested': /expected status 200, received 400/ },
  },
  {
    does: 'reads nested data by columns',
    faults: inferring(
      adding(() => 1),
      (asked) => Array.isArray(askedBody(asked).inputs?.[0]?.data?.[0]),
    ),
    fails: { 'infer.nested': /nested data: element 0 of output 'logits' is .* instead of/ },
  },
  {
    does: 'answers otherwise each time',
    faults: inferring((body, { nth }) => adding(() => nth)(body)),
    fails: { 'infer.deterministic': /the second time: element 0 of output 'logits' is .* instead of/ },
    alsoOthers: true,
  },
  {
    does: 'serves another model where a version is asked for',
    faults: inferring(
      adding(() => 1),
      ({ path }) => path.includes('/versions/'),
    ),
    fails: { 'infer.by-version': /with the version in the path: element 0 .* instead of/ },
  },
  {
    does: 'takes inputs by their places and not by their names',
    server: { model: TWO_INPUTS },
    faults: inferring(
      adding(() => 1),
      (asked) => askedBody(asked).inputs?.[0]?.name === 'right',
    ),
    fails: { 'infer.inputs.order': /inputs in the other order: element 0 of output 'sums' is .* instead of/ },
  },
  {
    does: 'answers with another model name',
    faults: inferring((body) => ({ ...body, model_name: 'other' })),
    fails: { 'infer.model-name': /expected "model_name" to be "linear", received "other"/ },
  },
  {
    does: 'answers with another version',
    faults: inferring((body) => ({ ...body, model_version: '8' })),
    fails: { 'infer.model-version': /expected "model_version" to be "7", received "8"/ },
  },
  {
    does: 'echoes ids in ASCII',
    faults: inferring(({ id, ...body }) => ({ ...body, id: id?.replace(/[^ -~]/g, '?') })),
    fails: { 'infer.id.echoed': /expected "id" to be .*Größe.*, received .*Gr\?\?e/ },
  },
  {
    does: 'makes up ids',
    faults: inferring((body) => ({ id: 'made-up', ...body })),
    fails: { 'infer.id.absent': /expected no "id", received "made-up"/ },
  },
  {
    does: 'takes no parameters that it does not know',
    faults: refusing((asked) => textOf(asked).includes('no_such_parameter')),
    fails: { 'infer.parameters.unknown': /expected status 200, received 400/ },
  },
  {
    does: 'wants the name of an input before its data',
    faults: refusing((asked) => textOf(asked).startsWith('{"inputs":[{"data"')),
    fails: { 'infer.json.key-order': /expected status 200, received 400/ },
  },
  {
    does: 'wants a request in one line',
    faults: refusing((asked) => textOf(asked).startsWith('\r\n')),
    fails: { 'infer.json.white-space': /expected status 200, received 400/ },
  },
  {
    does: 'reads numbers up to their exponents',
    faults: inferring(
      adding(() => 1),
      (asked) => textOf(asked).includes('000E+0'),
    ),
    fails: { 'infer.json.numbers': /with exponents: element 0 of output 'logits' is .* instead of/ },
  },
  {
    does: 'knows no escaped letters',
    faults: refusing((asked) => textOf(asked).includes('\\u006e')),
    fails: { 'infer.json.escapes': /expected status 200, received 400/ },
  },
  {
    does: 'wants a Content-Length',
    faults: refusing(({ headers }) => headers['content-length'] === undefined),
    fails: { 'infer.chunked': /expected status 200, received 400/ },
  },
];
