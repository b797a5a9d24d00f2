import { describe, expect, it } from '@jest/globals';
import { BINARY, modelWith, PICTURE, read, TENSOR } from '../../test/support/fruit-model.js';
import { writeElements } from './bytes-elements.js';

describe('readInferenceRequest', () => {
  it('reads numbers, whose text it leaves alone', () => {
    const { input, id } = read({ id: '42', inputs: [TENSOR] });
    expect(input).toMatchObject({ kind: 'numbers', count: 1, shape: [1, 3, 1, 2] });
    expect(input.kind === 'numbers' && input.text.toString()).toBe('[1,2,3,4,5,6]');
    expect(id).toBe('42');
  });

  it('reads a binary tensor', () => {
    const bytes = Buffer.alloc(48, 7);
    const input = { ...BINARY, shape: [2, 3, 1, 2], parameters: { binary_data_size: 48 } };
    expect(read({ inputs: [input] }, bytes).input).toEqual({ kind: 'tensor', count: 2, bytes });
  });

  it.each([
    ['float16', 'FP16', 12],
    ['uint8', 'UINT8', 6],
  ] as const)('reads a binary tensor of %s', (dataType, datatype, size) => {
    const input = { ...BINARY, datatype, parameters: { binary_data_size: size } };
    const model = modelWith({ dataType });
    expect(read({ inputs: [input] }, Buffer.alloc(size), model).input).toMatchObject({
      kind: 'tensor',
      count: 1,
    });
  });

  it('reads channels last where the graph takes them so', () => {
    const model = modelWith({ layout: 'NHWC' });
    expect(read({ inputs: [{ ...TENSOR, shape: [1, 1, 2, 3] }] }, undefined, model).input.kind).toBe(
      'numbers',
    );
    expect(() => read({ inputs: [TENSOR] }, undefined, model)).toThrow(/expected \[-1, 1, 2, 3\]/);
  });

  it.each([
    ['in base64, which is all that JSON can hold', { ...PICTURE, parameters: {} }],
    ['in base64, as they say', { ...PICTURE, parameters: { content_type: 'base64', unknown: [1] } }],
    ['nested', { ...PICTURE, shape: [1, 1], data: [['abcd']] }],
  ])('reads pictures %s', (_how, input) => {
    const pictures = [{ bytes: Buffer.from('abcd'), encoding: 'base64' }];
    expect(read({ inputs: [input] }).input).toEqual({ kind: 'pictures', pictures });
  });

  it('reads long pictures as they stand in the JSON text', () => {
    const text = 'abcd'.repeat(2000);
    expect(read({ inputs: [{ ...PICTURE, data: [text] }] }).input).toEqual({
      kind: 'pictures',
      pictures: [{ bytes: Buffer.from(text), encoding: 'json_base64' }],
    });
  });

  it.each([
    [undefined, 'binary'],
    ['base64', 'base64'],
    ['image/jpeg', 'binary'],
  ])('reads binary pictures of the content type %s as %s', (content_type, encoding) => {
    const elements = writeElements(['ab', 'cde']);
    const parameters = { binary_data_size: elements.length, content_type };
    const input = { name: 'any', shape: [2], datatype: 'BYTES', parameters };
    expect(read({ inputs: [input] }, elements).input).toEqual({
      kind: 'pictures',
      pictures: [
        { bytes: Buffer.from('ab'), encoding },
        { bytes: Buffer.from('cde'), encoding },
      ],
    });
  });

  it('takes all outputs where none is named, as JSON', () => {
    for (const outputs of [undefined, []]) {
      expect(read({ inputs: [TENSOR], outputs }).outputs).toMatchObject([
        { signature: { name: 'logits', shape: [-1, 3] }, isBinary: false, classification: undefined },
        { signature: { name: 'confidences', shape: [-1, 2] }, isBinary: false, classification: undefined },
      ]);
    }
  });

  it('takes null for a field that may be left out as if it were', () => {
    const input = { ...TENSOR, parameters: null };
    const { id, outputs } = read({ id: null, parameters: null, inputs: [input], outputs: null });
    expect(id).toBeUndefined();
    expect(outputs).toHaveLength(2);
    const named = { name: 'logits', parameters: null };
    expect(read({ inputs: [TENSOR], outputs: [named] }).outputs).toMatchObject([{ isBinary: false }]);
  });

  it('takes the outputs that are named, in their order, each in its form', () => {
    const request = {
      inputs: [TENSOR],
      parameters: { binary_data_output: true },
      outputs: [
        { name: 'confidences', parameters: { classification: 2 } },
        { name: 'logits', parameters: { binary_data: false } },
      ],
    };
    expect(read(request).outputs).toMatchObject([
      { signature: { name: 'confidences' }, isBinary: true, classification: 2 },
      { signature: { name: 'logits' }, isBinary: false, classification: undefined },
    ]);
  });

  it('calls the confidences otherwise where the graph has an output of that name', () => {
    const { outputs } = read({ inputs: [TENSOR] }, undefined, modelWith({}, 'confidences'));
    expect(outputs.map(({ signature }) => signature.name)).toEqual(['confidences', 'label_confidences']);
  });
});
