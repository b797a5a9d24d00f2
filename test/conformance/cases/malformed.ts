import { applies } from '../judge.js';
import { jsonMessage, textMessage, type InferMessage, type JsonInput } from '../client/infer-request.js';
import { rest } from '../specification.js';
import type { Subject } from '../subject.js';
import { isFloat, type Datatype } from '../tensor/datatype.js';
import { ANY } from '../tensor/shape.js';

/** A request that no server can answer. */
export interface Malformed {
  id: string;
  /** Ends the sentence "is refused: ...". */
  title: string;
  spec: string;
  message: (subject: Subject) => Promise<InferMessage>;
}

/** A valid request in which the first input is another one. */
const withInput =
  (change: (input: JsonInput) => object) =>
  async (subject: Subject): Promise<InferMessage> => {
    const [first, ...others] = (await subject.jsonRequest()).inputs;
    return jsonMessage({ inputs: [change(first!), ...others] });
  };

/** A valid request with other fields. */
const withFields =
  (fields: object) =>
  async (subject: Subject): Promise<InferMessage> =>
    jsonMessage({ ...(await subject.jsonRequest()), ...fields });

/** A type of the table that is not the one wanted, and that no server converts to it in silence. */
const otherType = (datatype: Datatype): Datatype =>
  datatype === 'BYTES' ? 'FP32' : isFloat(datatype) ? 'INT32' : 'FP64';

export const MALFORMED: Malformed[] = [
  {
    id: 'errors.json',
    title: 'a body that is no JSON',
    spec: rest('Inference Request JSON Object'),
    message: async (subject) => {
      const { body } = jsonMessage(await subject.jsonRequest());
      return textMessage(body.toString().slice(0, -1));
    },
  },
  {
    id: 'errors.empty',
    title: 'an empty body',
    spec: rest('Inference Request JSON Object'),
    message: () => Promise.resolve(textMessage('')),
  },
  {
    id: 'errors.not-an-object',
    title: 'a body that is a JSON array',
    spec: rest('Inference Request JSON Object'),
    message: async (subject) => jsonMessage([await subject.jsonRequest()]),
  },
  {
    id: 'errors.inputs.absent',
    title: 'no inputs',
    spec: rest('Inference Request JSON Object'),
    message: () => Promise.resolve(jsonMessage({ id: '1' })),
  },
  {
    id: 'errors.inputs.empty',
    title: 'an empty list of inputs',
    spec: rest('Inference Request JSON Object'),
    message: withFields({ inputs: [] }),
  },
  {
    id: 'errors.inputs.type',
    title: 'inputs that are no list',
    spec: rest('Inference Request JSON Object'),
    message: withFields({ inputs: 'a text' }),
  },
  {
    id: 'errors.inputs.missing',
    title: 'one of several inputs missing',
    spec: rest('Inference Request JSON Object'),
    message: async (subject) => {
      await subject.mustHaveInputs(2);
      return jsonMessage({ inputs: (await subject.jsonRequest()).inputs.slice(1) });
    },
  },
  {
    id: 'errors.input.unknown',
    title: 'an input of a name that the model does not have',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, name: 'no-input-has-this-name' })),
  },
  {
    id: 'errors.input.duplicated',
    title: 'the same input twice',
    spec: rest('Request Input'),
    message: async (subject) => {
      const { inputs } = await subject.jsonRequest();
      return jsonMessage({ inputs: [...inputs, inputs[0]] });
    },
  },
  {
    id: 'errors.name.absent',
    title: 'an input without a name',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, name: undefined })),
  },
  {
    id: 'errors.name.type',
    title: 'a name that is no text',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, name: { text: input.name } })),
  },
  {
    id: 'errors.datatype.other',
    title: 'a data type that is not that of the input',
    spec: rest('Tensor Data Types'),
    message: withInput((input) => ({ ...input, datatype: otherType(input.datatype) })),
  },
  {
    id: 'errors.datatype.unknown',
    title: 'a data type that is not in the table',
    spec: rest('Tensor Data Types'),
    message: withInput((input) => ({ ...input, datatype: 'FP31' })),
  },
  {
    id: 'errors.shape.absent',
    title: 'an input without a shape',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: undefined })),
  },
  {
    id: 'errors.shape.type',
    title: 'a shape that is no list',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: 'a text' })),
  },
  {
    id: 'errors.shape.rank',
    title: 'a shape with an axis more than the input has',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: [...input.shape, 1] })),
  },
  {
    id: 'errors.shape.length',
    title: 'an axis twice as long as the input has it',
    spec: rest('Request Input'),
    message: async (subject) => {
      const { inputs, declaredInputs } = await subject.metadata();
      const declared = declaredInputs.find(({ name }) => name === inputs[0]?.name);
      const axis = declared?.shape.findLastIndex((n) => n !== ANY) ?? -1;
      applies(axis >= 0, 'every axis of the input may have any length');
      return withInput((input) => ({
        ...input,
        shape: input.shape.map((n, index) => (index === axis ? 2 * n : n)),
        data: [...input.data, ...input.data],
      }))(subject);
    },
  },
  {
    id: 'errors.shape.negative',
    title: 'axes of negative length',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: input.shape.map((n) => -n) })),
  },
  {
    id: 'errors.shape.fraction',
    title: 'an axis of half a length',
    spec: rest('Request Input'),
    message: withInput((input) => ({
      ...input,
      shape: [...input.shape.slice(0, -1), input.shape.at(-1)! + 0.5],
    })),
  },
  {
    id: 'errors.data.absent',
    title: 'an input without data',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, data: undefined })),
  },
  {
    id: 'errors.data.type',
    title: 'data that are no list',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: 'a text' })),
  },
  {
    id: 'errors.data.too-few',
    title: 'an element less than the shape says',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: input.data.slice(0, -1) })),
  },
  {
    id: 'errors.data.too-many',
    title: 'an element more than the shape says',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: [...input.data, input.data[0]] })),
  },
  {
    id: 'errors.data.element',
    title: 'an object among the elements',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: [{}, ...input.data.slice(1)] })),
  },
  {
    id: 'errors.output.unknown',
    title: 'an output of a name that the model does not have',
    spec: rest('Request Output'),
    message: withFields({ outputs: [{ name: 'no-output-has-this-name' }] }),
  },
  {
    id: 'errors.outputs.type',
    title: 'outputs that are no list',
    spec: rest('Inference Request JSON Object'),
    message: withFields({ outputs: 'a text' }),
  },
];
