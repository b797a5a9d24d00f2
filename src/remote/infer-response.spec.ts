import { describe, expect, it } from '@jest/globals';
import { aContract } from '../../test/support/upstream-contract.js';
import { readInferResponse } from './infer-response.js';
import { UpstreamFault } from './upstream-fault.js';

const FLOATS = Float32Array.of(1.5, -2, 3, 0.25);

const output = (more: object = {}) => ({ name: 'logits', datatype: 'FP32', shape: [2, 2], ...more });

function asJson(more: object = {}, outputs: unknown = [output({ data: [...FLOATS] })]) {
  return {
    headers: {},
    body: Buffer.from(JSON.stringify({ model_name: 'm', id: 'an-id', outputs, ...more })),
  };
}

function asBytes(outputs: object[], bytes: Uint8Array, length?: string) {
  const head = Buffer.from(JSON.stringify({ id: 'an-id', outputs }));
  return {
    headers: { 'inference-header-content-length': length ?? String(head.length) },
    body: Buffer.concat([head, bytes]),
  };
}

const binary = (size: unknown, more: object = {}) =>
  output({ parameters: { binary_data_size: size }, ...more });
const bytesOf = (numbers: Float32Array | Float64Array | Uint16Array) => Buffer.from(numbers.buffer);

const rows = (response: { headers: object; body: Buffer }, contract = aContract()) =>
  readInferResponse(response as never, contract, 'an-id', 2).rows.map((row) => [...row]);

describe('readInferResponse', () => {
  const RIGHT = [
    [1.5, -2],
    [3, 0.25],
  ];

  it('reads rows of JSON, flat or nested, with axes of 1 behind', () => {
    expect(rows(asJson())).toEqual(RIGHT);
    expect(rows(asJson({}, [output({ data: RIGHT })]))).toEqual(RIGHT);
    expect(rows(asJson({}, [output({ shape: [2, 2, 1, 1], data: [...FLOATS] })]))).toEqual(RIGHT);
  });

  it('reads rows of bytes, wherever they stand among other outputs', () => {
    expect(rows(asBytes([binary(16)], bytesOf(FLOATS)))).toEqual(RIGHT);
    const others = [
      output({ name: 'a', parameters: { binary_data_size: 3 } }),
      output({ name: 'b', data: [] }),
    ];
    const more = Buffer.concat([Buffer.from('abc'), bytesOf(FLOATS)]);
    expect(rows(asBytes([...others, binary(16)], more))).toEqual(RIGHT);
  });

  it('reads JSON beside the bytes of another output', () => {
    const other = output({ name: 'a', parameters: { binary_data_size: 3 } });
    expect(rows(asBytes([output({ data: [...FLOATS] }), other], Buffer.from('abc')))).toEqual(RIGHT);
  });

  it.each([
    ['FP64', bytesOf(Float64Array.of(1.5, -2, 3, 0.25))],
    ['FP16', bytesOf(Uint16Array.of(0x3e00, 0xc000, 0x4200, 0x3400))],
  ] as const)('reads %s', (datatype, bytes) => {
    const contract = aContract({ output: { name: 'logits', datatype } });
    expect(rows(asBytes([binary(bytes.length, { datatype })], bytes), contract)).toEqual(RIGHT);
  });

  it.each<['FP32' | 'FP16', number[], Uint8Array]>([
    ['FP32', [1.1712621, -2, 3e-7, 0.1], bytesOf(Float32Array.of(1.1712621, -2, 3e-7, 0.1))],
    ['FP16', [1.1712621, -2, 3e-7, 0.1], bytesOf(Uint16Array.of(0x3caf, 0xc000, 0x0005, 0x2e66))],
  ])('reads the same rows of %s from JSON and from bytes', (datatype, data, bytes) => {
    const contract = aContract({ output: { name: 'logits', datatype } });
    const ofBytes = rows(asBytes([binary(bytes.length, { datatype })], bytes), contract);
    expect(rows(asJson({}, [output({ datatype, data })]), contract)).toEqual(ofBytes);
  });

  it.each([
    ['8', '8'],
    [undefined, undefined],
    [8, undefined],
  ])('tells the version %s of the model that answered', (model_version, version) => {
    expect(readInferResponse(asJson({ model_version }), aContract(), 'an-id', 2).version).toBe(version);
  });

  it.each<[string, { headers: object; body: Buffer }, string]>([
    ['nothing', { headers: {}, body: Buffer.alloc(0) }, '0 bytes that are no JSON object'],
    ['half a JSON', { headers: {}, body: asJson().body.subarray(0, 60) }, 'no JSON object'],
    ['an array', { headers: {}, body: Buffer.from('[]') }, 'no JSON object'],
    ['no id', asJson({ id: undefined }), 'without the id of the request'],
    ['a number beyond 32 bits', asJson({}, [output({ data: [1, 2, 3, 1e39] })]), 'received Infinity among'],
    ['another id', asJson({ id: 'another' }), 'the answer to another request'],
    ['no outputs', asJson({ outputs: undefined }), 'without outputs'],
    ['an output of null', asJson({}, [null]), 'without the output "logits"'],
    [
      'another output',
      asJson({}, [output({ name: 'scores', data: [...FLOATS] })]),
      'without the output "logits"',
    ],
    [
      'another datatype',
      asJson({}, [output({ datatype: 'INT32', data: [1, 2, 3, 4] })]),
      'the datatype "INT32" in place of FP32',
    ],
    [
      'rows for other pictures',
      asJson({}, [output({ shape: [4, 1], data: [...FLOATS] })]),
      'the shape [4,1] in place of [2,2]',
    ],
    [
      'an axis for itself',
      asJson({}, [output({ shape: [2, 2, 2], data: [...FLOATS, ...FLOATS] })]),
      'the shape [2,2,2]',
    ],
    ['no shape', asJson({}, [output({ shape: undefined, data: [...FLOATS] })]), 'the shape nothing'],
    ['a score too few', asJson({}, [output({ data: [1, 2, 3] })]), '3 scores in place of 4'],
    ['a score that is text', asJson({}, [output({ data: [1, 2, 3, '4'] })]), 'received "4" among the scores'],
    [
      'a score that is null, as NaN is in JSON',
      asJson({}, [output({ data: [1, 2, 3, null] })]),
      'received null among',
    ],
    ['no data', asJson({}, [output()]), 'an output without data'],
    ['NaN', asBytes([binary(16)], bytesOf(Float32Array.of(1, NaN, 2, 3))), 'received NaN among the scores'],
    [
      'infinity',
      asBytes([binary(16)], bytesOf(Float32Array.of(1, 2, Infinity, 3))),
      'received Infinity among',
    ],
    [
      'bytes that are cut off',
      asBytes([binary(16)], bytesOf(FLOATS).subarray(0, 12)),
      '12 bytes of binary data in place of 16',
    ],
    [
      'bytes behind the end',
      asBytes([binary(16)], Buffer.concat([bytesOf(FLOATS), Buffer.alloc(1)])),
      '17 bytes of binary data in place of 16',
    ],
    ['a part of a number', asBytes([binary(15)], bytesOf(FLOATS).subarray(0, 15)), '15 bytes of FP32'],
    ['a size below 0', asBytes([binary(-16)], Buffer.alloc(0)), 'the binary_data_size -16'],
    ['a header that is longer than all', asBytes([binary(16)], bytesOf(FLOATS), '99999'), 'does not fit'],
    ['a header that is no number', asBytes([binary(16)], bytesOf(FLOATS), '1e1'), 'does not fit'],
  ])('believes no answer with %s', (_what, response, message) => {
    const reading = () => rows(response);
    expect(reading).toThrow(UpstreamFault);
    expect(reading).toThrow(message);
  });
});
