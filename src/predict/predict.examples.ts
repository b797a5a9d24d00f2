import type { ErrorCode } from '../errors.js';
import { EXAMPLE_PICTURE } from './example-picture.js';

interface Example {
  summary: string;
  value: Record<string, unknown>;
}

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** The header of a PNG that claims 60000 x 60000 pixels, without a pixel behind it. */
const HUGE_PNG = base64(
  '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\x1c\x9a\x2c\x43\0\0\0\0IEND\xae\x42\x60\x82',
);

/** Bodies for Swagger UI. The first is the one that Execute sends unedited; each other one earns its error. */
export const PREDICT_EXAMPLES = {
  frog: {
    summary: 'A drawn frog: 200, with every label of at least 0.25',
    value: { image_base64: EXAMPLE_PICTURE, confidence_threshold: 0.25 },
  },
  all_labels: {
    summary: 'The same with threshold 0: 200, with all labels',
    value: { image_base64: `data:image/jpeg;base64,${EXAMPLE_PICTURE}`, confidence_threshold: 0 },
  },
  validation_failed: {
    summary: 'A threshold in a string and an unknown field: 400 validation_failed',
    value: { image_base64: EXAMPLE_PICTURE, confidence_threshold: '0.5', treshold: 0.5 },
  },
  invalid_base64: {
    summary: 'Not base64: 400 invalid_base64',
    value: { image_base64: 'This is no base64!' },
  },
  unsupported_image_format: {
    summary: 'An SVG: 415 unsupported_image_format',
    value: { image_base64: base64('<svg xmlns="http://www.w3.org/2000/svg"/>') },
  },
  image_empty: {
    summary: 'No picture: 422 image_empty',
    value: { image_base64: '' },
  },
  image_corrupt: {
    summary: 'A picture that is cut off: 422 image_corrupt',
    value: { image_base64: EXAMPLE_PICTURE.slice(0, 1200) },
  },
  image_too_large: {
    summary: 'A picture that claims 60000 x 60000 pixels: 422 image_too_large',
    value: { image_base64: HUGE_PNG },
  },
} satisfies Partial<Record<ErrorCode | 'frog' | 'all_labels', Example>>;
