import { describe, expect, it } from '@jest/globals';
import { aContract, aTensor } from '../../test/support/upstream-contract.js';
import { inferRequest } from './infer-request.js';

const NUMBERS = [...new Float32Array(aTensor(1).buffer)];

describe('inferRequest', () => {
  it('sends tensors as bytes behind a JSON that says how long it is', async () => {
    const { headers, body } = await inferRequest(aContract(), [aTensor(1), aTensor(2)], 'an-id');
    const length = Number(headers['inference-header-content-length']);
    expect(JSON.parse(body.subarray(0, length).toString())).toEqual({
      id: 'an-id',
      inputs: [
        { name: 'pixel_values', datatype: 'FP32', shape: [2, 3, 1, 2], parameters: { binary_data_size: 48 } },
      ],
      outputs: [{ name: 'logits', parameters: { binary_data: true } }],
    });
    expect(body.subarray(length).equals(Buffer.concat([aTensor(1), aTensor(2)]))).toBe(true);
    expect(headers['content-type']).toBe('application/octet-stream');
  });

  it('sends the same numbers as JSON, to the last bit', async () => {
    const { headers, body } = await inferRequest(aContract({ isBinary: false }), [aTensor(1)], 'an-id');
    expect(headers).toEqual({ 'content-type': 'application/json' });
    expect(JSON.parse(body.toString())).toEqual({
      id: 'an-id',
      inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [1, 3, 1, 2], data: NUMBERS }],
      outputs: [{ name: 'logits' }],
    });
  });

  it('writes large tensors and whole samples as well, and names with quotation marks', async () => {
    const contract = aContract({
      isBinary: false,
      input: { name: '"[]}]', datatype: 'UINT8', layout: 'NHWC' },
      shape: [100, 100, 3],
    });
    const tensor = Uint8Array.from({ length: 30_000 }, (_, i) => i % 251);
    const { body } = await inferRequest(contract, [tensor], 'an-id');
    const { inputs } = JSON.parse(body.toString()) as { inputs: { name: string; data: number[] }[] };
    expect(inputs[0]!.name).toBe('"[]}]');
    expect(Uint8Array.from(inputs[0]!.data)).toEqual(tensor);
  });

  it.each([true, false])(
    'has copied the tensor before it waits for anything (binary: %s)',
    async (isBinary) => {
      const tensor = aTensor(1);
      const under = inferRequest(aContract({ isBinary }), [tensor], 'an-id');
      tensor.fill(0);
      const { body } = await under;
      const bytes = body.toString('latin1');
      const wanted = isBinary ? Buffer.from(aTensor(1)).toString('latin1') : NUMBERS.join(',');
      expect(bytes).toContain(wanted);
    },
  );
});
