import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Scored } from '../pipeline/classifier.js';
import { readElements } from './bytes-elements.js';
import { writeInferenceResponse } from './inference-response.js';
import type { RequestedOutput } from './requested-outputs.js';
import type { OutputSignature } from './signature.js';

const CARD = { name: 'fruit', version: '1' };

const LOGITS: OutputSignature = {
  name: 'logits',
  datatype: 'FP32',
  shape: [-1, 3],
  labels: ['apple', 'pickle', 'plum'],
  rowOf: ({ output }) => output,
};
const CONFIDENCES: OutputSignature = {
  name: 'confidences',
  datatype: 'FP32',
  shape: [-1, 2],
  labels: ['fruit', 'vegetable'],
  rowOf: ({ scores }) => scores.map(({ confidence }) => confidence),
};

const asked = (signature: OutputSignature, more: Partial<RequestedOutput> = {}): RequestedOutput => ({
  signature,
  isBinary: false,
  classification: undefined,
  ...more,
});

function scored(output: number[], confidences: number[] = [0.25, 0.75]): Scored {
  const scores = confidences.map((confidence, i) => ({ label: CONFIDENCES.labels[i]!, confidence }));
  return { output: Float64Array.from(output), scores, timings: {} };
}

describe('writeInferenceResponse', () => {
  it('gives every output that was asked for, flat, with the id', async () => {
    const outputs = [asked(CONFIDENCES), asked(LOGITS)];
    const { json, binary } = await writeInferenceResponse({ id: '42', outputs }, CARD, [
      scored([1, 0.1, -3]),
      scored([4, 5, 6], [0.1, 0.9]),
    ]);
    expect(JSON.parse(json)).toEqual({
      model_name: 'fruit',
      model_version: '1',
      id: '42',
      outputs: [
        { name: 'confidences', datatype: 'FP32', shape: [2, 2], data: [0.25, 0.75, 0.1, 0.9] },
        { name: 'logits', datatype: 'FP32', shape: [2, 3], data: [1, 0.1, -3, 4, 5, 6] },
      ],
    });
    expect(binary).toBeUndefined();
  });

  it('leaves the id out where the request has none', async () => {
    const { json } = await writeInferenceResponse({ id: undefined, outputs: [asked(LOGITS)] }, CARD, [
      scored([1, 2, 3]),
    ]);
    expect(Object.keys(JSON.parse(json) as object)).toEqual(['model_name', 'model_version', 'outputs']);
  });

  it('puts binary outputs behind the text in their order, and only these', async () => {
    const outputs = [
      asked(LOGITS, { isBinary: true }),
      asked(CONFIDENCES, { isBinary: true, classification: 1 }),
    ];
    const { json, binary } = await writeInferenceResponse({ id: undefined, outputs }, CARD, [
      scored([1, -2, 0.5]),
    ]);
    expect((JSON.parse(json) as { outputs: unknown }).outputs).toEqual([
      { name: 'logits', datatype: 'FP32', shape: [1, 3], parameters: { binary_data_size: 12 } },
      { name: 'confidences', datatype: 'BYTES', shape: [1, 1], parameters: { binary_data_size: 20 } },
    ]);
    expect(binary!.subarray(0, 12).toString('hex')).toBe('0000803f000000c00000003f');
    expect(readElements(binary!.subarray(12), 1, '').map(String)).toEqual(['0.75:1:vegetable']);
  });

  it('classifies each picture by itself, with no more classes than there are', async () => {
    const outputs = [asked(LOGITS, { classification: 5 })];
    const { json } = await writeInferenceResponse({ id: undefined, outputs }, CARD, [
      scored([1, 3, 2]),
      scored([9, 8, 7]),
    ]);
    expect((JSON.parse(json) as { outputs: unknown }).outputs).toEqual([
      {
        name: 'logits',
        datatype: 'BYTES',
        shape: [2, 3],
        data: ['3:1:pickle', '2:2:plum', '1:0:apple', '9:0:apple', '8:1:pickle', '7:2:plum'],
      },
    ]);
  });

  it.each([{}, { isBinary: true }, { classification: 3 }])(
    'lets others have their turns while it writes many rows (%j)',
    async (form) => {
      let turns = 0;
      const count = () => (turns++, (immediate = setImmediate(count)));
      let immediate = setImmediate(count);
      const rows = Array.from({ length: 128 }, (_, i) => scored([i, 0.5, -i]));
      const { json, binary } = await writeInferenceResponse(
        { id: undefined, outputs: [asked(LOGITS, form)] },
        CARD,
        rows,
      );
      clearImmediate(immediate);
      expect(turns).toBeGreaterThanOrEqual(7);
      const [{ shape, data }] = (JSON.parse(json) as { outputs: [{ shape: number[]; data?: unknown[] }] })
        .outputs;
      expect(shape).toEqual([128, 3]);
      expect(data?.length ?? binary!.length / 4).toBe(384);
    },
  );

  it('prints numbers that read back as the very floats of the binary form', async () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(float, float, float), { minLength: 1, maxLength: 4 }),
        async (rows) => {
          const all = rows.map((row) => scored(row));
          const asJson = await writeInferenceResponse({ id: undefined, outputs: [asked(LOGITS)] }, CARD, all);
          const outputs = [asked(LOGITS, { isBinary: true })];
          const { binary } = await writeInferenceResponse({ id: undefined, outputs }, CARD, all);
          const [{ data }] = (JSON.parse(asJson.json) as { outputs: [{ data: number[] }] }).outputs;
          const floats = new Float32Array(new Uint8Array(binary!).buffer);
          // JSON knows no -0.
          expect([...Float32Array.from(data)]).toEqual([...floats].map((value) => value + 0));
        },
      ),
    );
  });
});
