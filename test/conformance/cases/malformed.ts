import { rest } from '../specification.js';
import { type Malformed, withFields } from './malformed-message.js';
import { MALFORMED_INPUTS } from './malformed-inputs.js';
import { MALFORMED_TENSORS } from './malformed-tensors.js';

const MALFORMED_OUTPUTS: Malformed[] = [
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

export const MALFORMED: Malformed[] = [...MALFORMED_INPUTS, ...MALFORMED_TENSORS, ...MALFORMED_OUTPUTS];
