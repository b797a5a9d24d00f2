import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BINARY, modelWith, PICTURE, read, TENSOR } from '../../test/support/fruit-model.js';
import { AppError } from '../errors.js';

describe('readInferenceRequest', () => {
  const eachField: [what: string, request: unknown, message: RegExp][] = [
    ['no object', [TENSOR], /^the JSON text: expected an object, received an array/],
    [
      'an id that is a number',
      { id: 42, inputs: [TENSOR] },
      /^id: expected a string, received the number 42/,
    ],
    [
      'an endless id',
      { id: 'x'.repeat(1025), inputs: [TENSOR] },
      /^id: expected at most 1024 .* received 1025/,
    ],
    ['an id that is longer still', { id: 'x'.repeat(5000), inputs: [TENSOR] }, /^id: .* received 5000/],
    ['no inputs', {}, /^inputs: expected an array, received nothing/],
    ['an empty list of inputs', { inputs: [] }, /^inputs: expected one input, received 0/],
    ['two inputs', { inputs: [TENSOR, PICTURE] }, /^inputs: expected one input, received 2/],
    ['an input that is none', { inputs: [7] }, /^inputs\[0\]: expected an object, received the number 7/],
    [
      'no name',
      { inputs: [{ ...TENSOR, name: undefined }] },
      /^inputs\[0\]\.name: expected a string, received nothing/,
    ],
    ['another name', { inputs: [{ ...TENSOR, name: 'x' }] }, /^inputs\[0\]\.name: expected pixel_values/],
    [
      'no type',
      { inputs: [{ ...TENSOR, datatype: null }] },
      /^inputs\[0\]\.datatype: expected a string, received null/,
    ],
    ['another type', { inputs: [{ ...TENSOR, datatype: 'FP64' }] }, /datatype: expected FP32, or BYTES/],
    ['a type in small letters', { inputs: [{ ...TENSOR, datatype: 'fp32' }] }, /datatype: expected FP32/],
    ['another shape', { inputs: [{ ...TENSOR, shape: [1, 3, 2, 1] }] }, /shape: expected \[-1, 3, 1, 2\]/],
    [
      'too many pictures',
      { inputs: [{ ...TENSOR, shape: [5, 3, 1, 2] }] },
      /shape: expected 1 to 4 pictures/,
    ],
    [
      'no data',
      { inputs: [{ ...TENSOR, data: undefined }] },
      /data: expected an array of numbers, received nothing/,
    ],
    [
      'data that are none',
      { inputs: [{ ...TENSOR, data: '1' }] },
      /data: expected an array of numbers, received a string/,
    ],
    [
      'numbers in strings',
      { inputs: [{ ...TENSOR, data: ['1'] }] },
      /data: expected an array of numbers, received an array/,
    ],
    [
      'far too few numbers',
      { inputs: [{ ...TENSOR, data: [1, 2] }] },
      /data: expected 6 numbers, .* received fewer/,
    ],
    [
      'no parameters',
      { inputs: [{ ...TENSOR, parameters: 1 }] },
      /^inputs\[0\]\.parameters: expected an object/,
    ],
    [
      'a size without the header',
      { inputs: [BINARY] },
      /^Inference-Header-Content-Length: expected this header/,
    ],
    [
      'a size that is none',
      { inputs: [{ ...BINARY, parameters: { binary_data_size: 1.5 } }] },
      /binary_data_size: expected a whole/,
    ],
    ['pictures as numbers', { inputs: [{ ...PICTURE, data: [1] }] }, /data: expected an array of strings/],
    [
      'pictures and numbers',
      { inputs: [{ ...PICTURE, shape: [2], data: ['a', 1] }] },
      /data\[1\]: expected a string in base64/,
    ],
    [
      'fewer pictures than said',
      { inputs: [{ ...PICTURE, shape: [2] }] },
      /data: expected the 2 elements .* received 1/,
    ],
    [
      'pictures as text',
      { inputs: [{ ...PICTURE, parameters: { content_type: 'str' } }] },
      /content_type: expected base64/,
    ],
    [
      'outputs that are none',
      { inputs: [TENSOR], outputs: {} },
      /^outputs: expected an array, received an object/,
    ],
    [
      'an unknown output',
      { inputs: [TENSOR], outputs: [{ name: 'x' }] },
      /^outputs\[0\]\.name: expected logits or confidences/,
    ],
    [
      'an output without a name',
      { inputs: [TENSOR], outputs: [{}] },
      /^outputs\[0\]\.name: expected a string/,
    ],
    [
      'an output twice',
      { inputs: [TENSOR], outputs: [{ name: 'logits' }, { name: 'logits' }] },
      /^outputs\[1\]\.name: .* once/,
    ],
    [
      'many outputs',
      { inputs: [TENSOR], outputs: new Array(3).fill({ name: 'logits' }) },
      /^outputs: .* received 3 outputs/,
    ],
    [
      'no class',
      { inputs: [TENSOR], outputs: [{ name: 'logits', parameters: { classification: 0 } }] },
      /classification: expected a whole number of at least 1/,
    ],
    [
      'binary_data as text',
      { inputs: [TENSOR], outputs: [{ name: 'logits', parameters: { binary_data: 'yes' } }] },
      /binary_data: expected true or false/,
    ],
    [
      'binary_data_output as a number',
      { inputs: [TENSOR], parameters: { binary_data_output: 1 } },
      /^parameters\.binary_data_output: expected true or false/,
    ],
  ];
  it.each(eachField)('refuses %s', (_what, request, message) => {
    expect(() => read(request)).toThrow(message);
  });

  it.each([
    ['bytes that nobody asked for', [TENSOR], 8, /binary_data_size: expected it to say that the 8 bytes/],
    ['data beside bytes', [{ ...BINARY, data: [1] }], 24, /data: expected no data beside/],
    [
      'another size than there are bytes',
      [BINARY],
      23,
      /binary_data_size: expected the 23 bytes .* received 24/,
    ],
    [
      'a size that the shape does not have',
      [{ ...BINARY, parameters: { binary_data_size: 20 } }],
      20,
      /expected the 24 bytes of 6 elements .* received 20/,
    ],
  ])('refuses %s', (_what, inputs, size, message) => {
    expect(() => read({ inputs }, Buffer.alloc(size))).toThrow(message);
  });

  it('refuses half-precision numbers as JSON', () => {
    const input = { ...TENSOR, datatype: 'FP16' };
    expect(() => read({ inputs: [input] }, undefined, modelWith({ dataType: 'float16' }))).toThrow(
      /expected FP16 as binary/,
    );
  });

  it('throws nothing but AppError, whatever stands in a field', () => {
    const anything = fc.anything({ maxDepth: 3, withBigInt: false });
    const fields = ['id', 'parameters', 'inputs', 'outputs', 'name', 'shape', 'datatype', 'data'] as const;
    const good = {
      id: 'a',
      inputs: [TENSOR],
      outputs: [{ name: 'logits', parameters: { binary_data: true } }],
    };
    fc.assert(
      fc.property(fc.constantFrom(...fields), anything, fc.boolean(), (field, value, isBinary) => {
        const request = structuredClone(good) as Record<string, unknown>;
        if (field in request || field === 'parameters') request[field] = value;
        else Object.assign((request.inputs as object[])[0]!, { [field]: value });
        try {
          read(request, isBinary ? Buffer.alloc(24) : undefined);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.status).toBe(400);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
