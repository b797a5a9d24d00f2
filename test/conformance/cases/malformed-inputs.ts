import { jsonMessage, textMessage } from '../client/infer-request.js';
import { rest } from '../specification.js';
import { type Malformed, withFields, withInput } from './malformed-message.js';

/** Bodies that are no request, and inputs that are missing or have no right name. */
export const MALFORMED_INPUTS: Malformed[] = [
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
];
