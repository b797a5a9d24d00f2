import { EXAMPLE_PICTURE } from '../predict/example-picture.js';

const picture = {
  name: 'image',
  shape: [1],
  datatype: 'BYTES',
  parameters: { content_type: 'base64' },
  data: [EXAMPLE_PICTURE],
};

/** Bodies for Swagger UI. */
export const INFERENCE_EXAMPLES = {
  confidences: {
    summary: 'A drawn frog as encoded picture: its confidences',
    value: { id: '42', inputs: [picture], outputs: [{ name: 'confidences' }] },
  },
  classification: {
    summary: 'The same: the two most confident labels as text',
    value: {
      inputs: [picture],
      outputs: [{ name: 'confidences', parameters: { classification: 2 } }],
    },
  },
};
