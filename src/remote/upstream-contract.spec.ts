import { describe, expect, it } from '@jest/globals';
import { hasPlainSamples, IMAGENET } from '../preprocessing/preprocessing-spec.js';
import { readContract, UpstreamMismatch, type Expectation } from './upstream-contract.js';

const EXPECTATION: Expectation = {
  size: { width: 320, height: 224 },
  hasPlainSamples: false,
  classes: 1000,
  tensors: 'auto',
};
const SERVER = { name: 'triton', extensions: ['classification', 'binary_tensor_data'] };
const INPUT = { name: 'pixel_values', datatype: 'FP32', shape: [-1, 3, 224, 320] };
const OUTPUT = { name: 'scores', datatype: 'FP32', shape: [-1, 1000] };
const MODEL = { name: 'resnet', versions: ['1', '2'], inputs: [INPUT], outputs: [OUTPUT] };

const read = (model: object, expectation: Partial<Expectation> = {}, server: unknown = SERVER) =>
  readContract(server, { ...MODEL, ...model }, { ...EXPECTATION, ...expectation });

describe('readContract', () => {
  it('takes names, types, layout and shape from the metadata', () => {
    expect(read({})).toEqual({
      input: { name: 'pixel_values', datatype: 'FP32', layout: 'NCHW', takesBatches: true },
      output: { name: 'scores', datatype: 'FP32', takesBatches: true },
      shape: [3, 224, 320],
      classes: 1000,
      takesBatches: true,
      isBinary: true,
      version: '2',
    });
  });

  it('knows channels last by the shape', () => {
    const { input, shape } = read({ inputs: [{ ...INPUT, shape: [-1, 224, 320, 3] }] });
    expect({ layout: input.layout, shape }).toEqual({ layout: 'NHWC', shape: [224, 320, 3] });
    expect(read({ inputs: [{ ...INPUT, shape: [-1, -1, -1, -1] }] }).input.layout).toBe('NCHW');
  });

  it('sends bytes only where the extension is announced, or where the operator says so', () => {
    expect(read({}, {}, { extensions: [] }).isBinary).toBe(false);
    expect(read({}, {}, {}).isBinary).toBe(false);
    expect(read({}, { tensors: 'binary' }, {}).isBinary).toBe(true);
    expect(read({}, { tensors: 'json' }).isBinary).toBe(false);
  });

  it('makes no batches for a model whose input or output is for one picture', () => {
    expect(read({ inputs: [{ ...INPUT, shape: [1, 3, 224, 320] }] }).takesBatches).toBe(false);
    expect(read({ outputs: [{ ...OUTPUT, shape: [1, 1000] }] }).takesBatches).toBe(false);
  });

  it.each([
    ['the only output', [OUTPUT], 'scores'],
    ['the one called logits', [OUTPUT, { ...OUTPUT, name: 'logits' }], 'logits'],
    [
      'the first with the right count',
      [{ ...OUTPUT, name: 'features', shape: [-1, 2048] }, OUTPUT],
      'scores',
    ],
    ['one with axes of 1', [{ ...OUTPUT, shape: [-1, 1000, 1, 1] }], 'scores'],
    ['one whose axes are open', [{ ...OUTPUT, shape: [-1, -1] }], 'scores'],
  ])('takes %s', (_what, outputs, name) => {
    expect(read({ outputs }).output.name).toBe(name);
  });

  it('takes whole samples only where pictures are prepared to such', () => {
    const inputs = [{ ...INPUT, datatype: 'UINT8' }];
    expect(read({ inputs }, { hasPlainSamples: true }).input.datatype).toBe('UINT8');
    expect(() => read({ inputs })).toThrow('expected for the input "pixel_values" FP32 or FP16');
    expect(hasPlainSamples(IMAGENET)).toBe(false);
    expect(hasPlainSamples({ ...IMAGENET, rescaleFactor: 1, mean: [0, 0, 0], std: [1, 1, 1] })).toBe(true);
  });

  it.each<[string, object, object, string]>([
    [
      'two inputs',
      { inputs: [INPUT, { ...INPUT, name: 'mask' }] },
      {},
      'with one input, received "pixel_values", "mask"',
    ],
    ['no input', { inputs: [] }, {}, 'with one input, received none'],
    [
      'no metadata of inputs',
      { inputs: undefined },
      {},
      'inputs with name, datatype and shape in its metadata, received nothing',
    ],
    [
      'an axis that is no number',
      { inputs: [{ ...INPUT, shape: ['n', 3, 224, 320] }] },
      {},
      'inputs with name',
    ],
    [
      'another size',
      { inputs: [{ ...INPUT, shape: [-1, 3, 320, 224] }] },
      {},
      'the shape [-1,3,224,320] or [-1,224,320,3], received [-1,3,320,224]',
    ],
    [
      'batches of 8 alone',
      { inputs: [{ ...INPUT, shape: [8, 3, 224, 320] }] },
      {},
      'the shape [-1,3,224,320]',
    ],
    ['no axis for batches', { inputs: [{ ...INPUT, shape: [3, 224, 320] }] }, {}, 'the shape [-1,3,224,320]'],
    [
      'whole numbers',
      { inputs: [{ ...INPUT, datatype: 'INT64' }] },
      {},
      'the datatype FP32, FP16, UINT8, received "INT64"',
    ],
    [
      'half precision in JSON',
      { inputs: [{ ...INPUT, datatype: 'FP16' }] },
      { tensors: 'json' },
      'the extension binary_tensor_data together with FP16',
    ],
    [
      'another number of classes',
      { outputs: [{ ...OUTPUT, shape: [-1, 1001] }] },
      {},
      'the shape [-1,1000], a score for each name of a class, received [-1,1001]',
    ],
    [
      'logits of another number',
      { outputs: [OUTPUT, { ...OUTPUT, name: 'logits', shape: [-1, 3] }] },
      {},
      'the shape [-1,1000]',
    ],
    [
      'two outputs of other numbers',
      {
        outputs: [
          { ...OUTPUT, name: 'a', shape: [-1, 3] },
          { ...OUTPUT, name: 'b', shape: [-1, 4] },
        ],
      },
      {},
      'an output of 1000 scores a picture, received "a", "b"',
    ],
    [
      'an output of text',
      { outputs: [{ ...OUTPUT, datatype: 'BYTES' }] },
      {},
      'the datatype FP32, FP64 or FP16, received "BYTES"',
    ],
  ])('refuses %s', (_what, model, expectation, message) => {
    const reading = () => read(model, expectation);
    expect(reading).toThrow(UpstreamMismatch);
    expect(reading).toThrow(message);
  });

  it('refuses metadata that are no object', () => {
    expect(() => readContract(SERVER, null, EXPECTATION)).toThrow('inputs with name, datatype and shape');
  });
});
